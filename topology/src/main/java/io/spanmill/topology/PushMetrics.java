package io.spanmill.topology;

import static io.spanmill.topology.metrics.Family.counter;
import static io.spanmill.topology.metrics.Family.gauge;

import io.spanmill.exporter.Answer;
import io.spanmill.exporter.PushCounts;
import io.spanmill.otlp.Signal;
import io.spanmill.topology.delivery.Delivery;
import io.spanmill.topology.metrics.Exposition;
import io.spanmill.topology.metrics.Family;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** What pushing tells of itself, as metrics of Prometheus'. */
final class PushMetrics {
  private static final double MILLIS_PER_SECOND = 1e3;

  private static final Family REQUESTS =
      counter("spanmill_push_requests_total", "Requests to the back-end, by what it answered.");
  private static final Family RECORDS =
      counter("spanmill_push_records_total", "Records that the back-end has taken.");
  private static final Family BYTES =
      counter("spanmill_push_bytes_total", "Bytes of those records, before they were packed.");
  private static final Family REJECTED =
      counter(
          "spanmill_push_rejected_items_total",
          "Spans or points that the back-end left out of requests that it took.");
  private static final Family REFUSED =
      counter(
          "spanmill_push_refused_records_total",
          "Records that the back-end will never take: dead letters.");
  private static final Family LAG =
      gauge("spanmill_push_lag_records", "Records that wait to be pushed by this process.");
  private static final Family STANDSTILL =
      gauge(
          "spanmill_push_standstill_seconds",
          "For how long something waits, and the back-end has taken nothing.");

  private PushMetrics() {}

  static void add(Signal signal, PushCounts counts, Delivery delivery, Exposition out) {
    add(signal, counts, out);
    add(signal, delivery.lag(), delivery.standstill(), out);
  }

  static void add(Signal signal, PushCounts counts, Exposition out) {
    for (Answer.Kind answer : Answer.Kind.values()) {
      String told = answer.name().toLowerCase(Locale.ROOT);
      long requests = counts.requests(signal, answer);
      out.add(REQUESTS, requests, "answer", told, "signal", signal.label());
    }
    out.add(RECORDS, counts.payloads(signal), "signal", signal.label());
    out.add(BYTES, counts.bytes(signal), "signal", signal.label());
    out.add(REJECTED, counts.rejectedItems(signal), "signal", signal.label());
    out.add(REFUSED, counts.refused(signal), "signal", signal.label());
  }

  static void add(
      Signal signal, Map<TopicPartition, Long> lag, Duration standstill, Exposition out) {
    lag.forEach(
        (at, records) ->
            out.add(
                LAG, records, "partition", Integer.toString(at.partition()), "topic", at.topic()));
    out.add(STANDSTILL, standstill.toMillis() / MILLIS_PER_SECOND, "signal", signal.label());
  }
}
