package io.spanmill.chaos;

import java.util.ArrayDeque;
import java.util.Deque;

/** What has to end with the campaign, even where that is interrupted. Thread-safe. */
final class Processes implements AutoCloseable {
  private interface Owned {
    void close();
  }

  private final Deque<Owned> owned = new ArrayDeque<>();

  synchronized Cluster own(Cluster cluster) {
    owned.push(cluster::close);
    return cluster;
  }

  synchronized Fleet own(Fleet fleet) {
    owned.push(fleet::close);
    return fleet;
  }

  /** The last one first. A second call does nothing. */
  @Override
  public synchronized void close() {
    while (!owned.isEmpty()) {
      owned.pop().close();
    }
  }
}
