package io.spanmill.embedded;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What there is to see at one moment.
 *
 * @param running since it began
 * @param source where the traffic comes from, in a few words
 * @param services by name
 * @param calls the busiest edge first
 * @param times the entry that took the most time first
 * @param errors new groups first, of both the most frequent first
 * @param decisions since the beginning
 * @param counts since the beginning
 * @param alerts null where nothing is watched
 */
record DemoView(
    Duration running,
    String source,
    List<Service> services,
    List<Calls> calls,
    List<Time> times,
    List<Errors> errors,
    Decisions decisions,
    Counts counts,
    @Nullable Alerts alerts) {

  DemoView {
    services = List.copyOf(services);
    calls = List.copyOf(calls);
    times = List.copyOf(times);
    errors = List.copyOf(errors);
  }

  /**
   * A service and the work that it was asked for.
   *
   * @param language empty if it is not known
   * @param perSecond requests and messages a second
   * @param errorShare 0 to 1
   * @param p50 median of the durations, in seconds
   * @param p95 in seconds
   * @param p99 in seconds
   */
  record Service(
      String name,
      String language,
      double perSecond,
      double errorShare,
      double p50,
      double p95,
      double p99) {}

  /**
   * An edge.
   *
   * @param type of the connection; empty for a plain call
   */
  record Calls(String client, String server, String type, long calls, long failed) {}

  /**
   * Where most of the time goes of traces that begin in the same place.
   *
   * @param entry service and operation of their roots
   * @param part whose spans have the largest share, in a few words
   * @param share 0 to 1
   * @param seconds that all their roots took together
   */
  record Time(String entry, String part, double share, double seconds) {}

  /**
   * A group of errors.
   *
   * @param what type and message
   * @param origin the service where they arose
   * @param entry the operation that users called
   * @param isNew whether there were none before
   */
  record Errors(String what, String origin, String entry, long count, boolean isNew) {}

  /**
   * What became of the traces.
   *
   * @param keptBy how many of those kept by policy
   * @param closedBy how many of all by reason
   * @param behind how long ago that trace ended which ended last
   */
  record Decisions(
      long traces,
      long kept,
      Map<String, Long> keptBy,
      Map<String, Long> closedBy,
      Duration behind) {}

  /**
   * What fires.
   *
   * @param latest what was seen last of it, in one sentence; empty if nothing fires
   */
  record Alerts(int firing, String latest) {}

  /**
   * What the pipeline counts.
   *
   * @param lag requests that wait in the input topic, or are being dealt with
   */
  record Counts(long spans, long late, long duplicates, long deadLetters, long lag) {}
}
