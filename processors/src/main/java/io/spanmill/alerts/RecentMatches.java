package io.spanmill.alerts;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Who is counted for which objectives, remembered so that names are read and patterns are asked
 * once. Not thread-safe.
 */
final class RecentMatches {
  /** So many are remembered. */
  private static final int MOST = 10_000;

  private final Name asked = new Name();

  private final Map<Name, List<IndicatorCount>> recent =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Name, List<IndicatorCount>> eldest) {
          return size() > MOST;
        }
      };

  /**
   * @param from where the part of the key begins that says who it is
   * @param matching finds it out
   */
  List<IndicatorCount> of(byte[] key, int from, int to, Supplier<List<IndicatorCount>> matching) {
    List<IndicatorCount> known = recent.get(asked.aim(key, from, to));
    if (known == null) {
      known = matching.get();
      recent.put(Name.of(key, from, to), known);
    }
    return known;
  }
}
