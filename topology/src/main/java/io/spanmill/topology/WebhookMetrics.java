package io.spanmill.topology;

import static io.spanmill.topology.metrics.Family.counter;
import static io.spanmill.topology.metrics.Family.gauge;

import io.spanmill.exporter.Answer;
import io.spanmill.topology.metrics.Exposition;
import io.spanmill.topology.metrics.Family;
import java.time.Duration;
import java.util.Locale;
import java.util.function.ToLongFunction;

/** What the webhook tells of itself, as metrics of Prometheus'. */
final class WebhookMetrics {
  private static final double MILLIS_PER_SECOND = 1e3;

  private static final Family REQUESTS =
      counter("spanmill_webhook_requests_total", "Requests with alerts, by what was answered.");
  private static final Family STANDSTILL =
      gauge(
          "spanmill_webhook_standstill_seconds",
          "For how long an alert waits to be told, and nobody has taken any.");
  private static final Family FIRING =
      gauge("spanmill_alerts_firing", "Alerts that fire, as they were last told.");

  private WebhookMetrics() {}

  /**
   * @param answers how many requests were answered so
   * @param firing alerts
   */
  static void add(
      ToLongFunction<Answer.Kind> answers, Duration standstill, int firing, Exposition out) {
    for (Answer.Kind answer : Answer.Kind.values()) {
      String told = answer.name().toLowerCase(Locale.ROOT);
      out.add(REQUESTS, answers.applyAsLong(answer), "answer", told);
    }
    out.add(STANDSTILL, standstill.toMillis() / MILLIS_PER_SECOND);
    out.add(FIRING, firing);
  }
}
