package io.spanmill.window;

import io.spanmill.trace.Milled;

/** Sees what is decided, and adds it up. */
public interface Gatherer {
  void closed(Milled.Closed closed);

  void late(Milled.Late late);
}
