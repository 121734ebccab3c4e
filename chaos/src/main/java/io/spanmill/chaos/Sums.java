package io.spanmill.chaos;

/**
 * What is summed up over all windows of a series or an edge.
 *
 * @param calls how many
 * @param failed how many of them failed
 * @param nanos of a series the durations; of an edge those of its clients
 * @param others of a series how many durations its histogram holds; of an edge the servers'
 *     durations in nanoseconds
 */
record Sums(long calls, long failed, long nanos, long others) {
  Sums plus(Sums more) {
    return new Sums(
        calls + more.calls, failed + more.failed, nanos + more.nanos, others + more.others);
  }

  boolean isNothing() {
    return calls == 0 && failed == 0 && nanos == 0 && others == 0;
  }
}
