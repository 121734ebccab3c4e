package io.spanmill.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanmill.sinks.metrics.DurationBuckets.Unit;
import io.spanmill.sinks.metrics.Metric;
import io.spanmill.sinks.metrics.MetricNames;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class KnownMetricsTest {
  @Test
  void areThoseThatTheProgramTellsOfServices() {
    Set<String> told = new TreeSet<>();
    for (Unit unit : Unit.values()) {
      for (Metric metric : new MetricNames(MetricNames.Kind.COLLECTOR, unit).all()) {
        if (metric.scrapedName().endsWith("_total")) {
          told.add(metric.scrapedName());
        } else {
          List.of("_bucket", "_sum", "_count").forEach(end -> told.add(metric.scrapedName() + end));
        }
      }
    }
    Set<String> known = new TreeSet<>(KnownMetrics.names());
    known.removeIf(name -> name.startsWith("spanmill_"));

    assertThat(known).isEqualTo(told);
  }

  @Test
  void areAllOfTheManual() {
    assertThat(KnownMetrics.names()).contains("spanmill_live", "spanmill_rocksdb_cache_bytes");
    assertThat(KnownMetrics.has("spanmill_lag_seconds", "topic")).isTrue();
  }
}
