package io.spanmill.window;

import io.spanmill.trace.Milled;
import java.util.List;
import java.util.function.LongSupplier;

/** Sees what is decided, and adds it up. */
public interface Gatherer {
  /**
   * Something that is counted beside the sums.
   *
   * @param name lower-case words joined by dashes
   * @param help what is counted, in one sentence
   * @param soFar how many there were; never goes down
   */
  record Count(String name, String help, LongSupplier soFar) {}

  void closed(Milled.Closed closed);

  void late(Milled.Late late);

  /** What it counts, always the same. */
  default List<Count> counts() {
    return List.of();
  }
}
