package io.spanmill.alerts;

import io.spanmill.model.Alert;
import io.spanmill.model.Histogram;

/** What must not be, and how it is seen in what was counted. */
public sealed interface Condition permits Latency, ErrorRate, BurnRate, NewError, RateDrop {
  Alert.Kind kind();

  /** How calls are counted: what was counted in another way is of no use to this condition. */
  String counting();

  /** Whether how long calls take is to be known. */
  default boolean asksDurations() {
    return false;
  }

  /**
   * How many of some calls are bad.
   *
   * @param failed how many of them failed; either side, of calls between services
   * @param durations of all of them
   */
  long bad(long failed, Histogram durations);

  /** Whether one call is bad. */
  boolean isBad(boolean failed, long nanos);

  /** How far back long windows are asked for; 0 if they are not. */
  default long lookBackMillis() {
    return 0;
  }

  /** How many alerts there may be at once, the gravest first: each hides those after it. */
  default int lanes() {
    return 1;
  }

  /** The severity of one of them, where it is not the configured one. */
  default String severity(int lane, String configured) {
    return configured;
  }

  /** How it stands. */
  Reading read(Question question);

  /** Calls in buckets above that of a duration: exact but for the calls within 1.1 % of it. */
  static long slower(Histogram durations, long nanos) {
    int border = Histogram.bucketOf(nanos);
    long slower = 0;
    for (int i = durations.size() - 1; i >= 0 && durations.bucket(i) > border; i--) {
      slower += durations.count(i);
    }
    return slower;
  }
}
