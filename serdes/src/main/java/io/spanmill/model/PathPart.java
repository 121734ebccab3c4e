package io.spanmill.model;

import java.util.Map;
import java.util.TreeMap;

/** One contributor to an entry: what the world is told of by itself. */
public record PathPart(PathEntry entry, PathContributor contributor) {
  /** Empty, but for what is beyond a limit, of entries or of contributors: {@link Overflow}. */
  public Map<String, String> dimensions() {
    if (!contributor.equals(PathContributor.OVERFLOW)) {
      return entry.dimensions();
    }
    Map<String, String> dimensions = new TreeMap<>(entry.dimensions());
    dimensions.put(Overflow.ATTRIBUTE, "true");
    return dimensions;
  }
}
