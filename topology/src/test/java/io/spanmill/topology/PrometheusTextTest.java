package io.spanmill.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.Measurable;
import org.apache.kafka.common.metrics.Metrics;
import org.junit.jupiter.api.Test;

final class PrometheusTextTest {
  @Test
  void showsOurCountersWithTheirHelpAndNothingElse() {
    try (Metrics metrics = new Metrics()) {
      AtomicLong count = new AtomicLong(7);
      Measurable counted = (config, now) -> (double) count.get();
      metrics.addMetric(name("spanmill", "1_0"), counted);
      metrics.addMetric(name("spanmill", "say \"1_1\""), counted);
      metrics.addMetric(name("somebody-else", "1_0"), counted);

      assertThat(PrometheusText.of(metrics.metrics().values()))
          .startsWith(
              "# HELP spanmill_late_spans_total Spans that came late.\n"
                  + "# TYPE spanmill_late_spans_total counter\n")
          .contains("spanmill_late_spans_total{task_id=\"1_0\"} 7\n")
          .contains("spanmill_late_spans_total{task_id=\"say \\\"1_1\\\"\"} 7\n")
          .hasLineCount(4);
    }
  }

  private static MetricName name(String group, String task) {
    return new MetricName(
        "late-spans-total", group, "Spans that came late.", Map.of("task-id", task));
  }
}
