package io.spanmill.topology.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ExpositionTest {
  private static final Family LATE = Family.counter("spanmill_late_spans_total", "Came \\ late.");
  private static final Family AGE = Family.gauge("spanmill_age_seconds", "Two\nlines.");

  private final Exposition out = new Exposition();

  @Test
  void isSpelledAsTheFormatWantsIt() {
    out.add(LATE, 7, "task_id", "1_1", "reason", "say \"no\"\\\n");
    out.add(LATE, 8, "task_id", "1_0", "reason", "");
    out.add(AGE, 0.25);

    assertThat(out.text())
        .isEqualTo(
            "# HELP spanmill_age_seconds Two\\nlines.\n"
                + "# TYPE spanmill_age_seconds gauge\n"
                + "spanmill_age_seconds 0.25\n"
                + "# HELP spanmill_late_spans_total Came \\\\ late.\n"
                + "# TYPE spanmill_late_spans_total counter\n"
                + "spanmill_late_spans_total{reason=\"\",task_id=\"1_0\"} 8\n"
                + "spanmill_late_spans_total{reason=\"say \\\"no\\\"\\\\\\n\",task_id=\"1_1\"} 7\n");
    assertThat(Scrape.of(out.text()).sum("spanmill_late_spans_total")).isEqualTo(15);
  }

  @Test
  void numbersAreNumbersWhateverTheyAre() {
    out.add(AGE, 1e15, "of", "large");
    out.add(AGE, 1e18, "of", "larger");
    out.add(AGE, -1.5e-7, "of", "small");
    out.add(AGE, Double.NaN, "of", "unknown");
    out.add(AGE, Double.POSITIVE_INFINITY, "of", "endless");

    Scrape scrape = Scrape.of(out.text());
    assertThat(out.text()).contains("{of=\"large\"} 1000000000000000\n", "} NaN\n", "} +Inf\n");
    assertThat(scrape.value("spanmill_age_seconds{of=\"larger\"}")).isEqualTo(1e18);
    assertThat(scrape.value("spanmill_age_seconds{of=\"small\"}")).isEqualTo(-1.5e-7);
    assertThat(scrape.value("spanmill_age_seconds{of=\"unknown\"}")).isNaN();
    assertThat(scrape.value("spanmill_age_seconds{of=\"endless\"}")).isInfinite();
  }

  @Test
  void nothingIsAnEmptyText() {
    assertThat(out.text()).isEmpty();
  }

  @Test
  void theJavaProcessTellsOfItself() {
    JavaMetrics.addTo(out);

    Scrape scrape = Scrape.of(out.text());
    assertThat(scrape.value("spanmill_process_uptime_seconds")).isBetween(0.0, 86_400.0);
    assertThat(scrape.value("spanmill_jvm_memory_used_bytes{area=\"heap\"}"))
        .isGreaterThan(1 << 20);
    assertThat(scrape.value("spanmill_jvm_memory_limit_bytes{area=\"heap\"}"))
        .isEqualTo(Runtime.getRuntime().maxMemory());
    assertThat(scrape.value("spanmill_jvm_threads")).isPositive();
  }
}
