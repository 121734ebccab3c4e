package io.spanmill.topology;

import io.spanmill.sinks.metrics.MetricsConfig;
import io.spanmill.state.TotalsFormat;
import io.spanmill.topology.config.PipelineConfig;
import io.spanmill.trace.Weights;
import io.spanmill.window.ExportTotals;
import io.spanmill.window.SumPartitions;
import java.time.Duration;

/**
 * What the stages of all kinds of sums have in common.
 *
 * @param partitions from where sums come, and where they meet
 * @param retentionMillis until then a span may be measured or a call taken back: skew, then
 *     waiting, then lingering
 */
record SumParts(SumPartitions partitions, Weights weights, long retentionMillis) {
  /** So often the world hears of what has changed. */
  static final Duration TELL_EVERY = Duration.ofSeconds(1);

  static SumParts of(PipelineConfig config, SumPartitions partitions) {
    return new SumParts(
        partitions,
        new Weights(config.sampling()::ratioOf),
        config
            .red()
            .maxSkew()
            .plus(config.assembly().maxAge())
            .plus(config.assembly().linger())
            .toMillis());
  }

  /** A series always meets in the same partition, and each may have its part of all. */
  int ofEach(int series) {
    return (series - 1) / partitions.targets() + 1;
  }

  <K, S> ExportTotals.Export<K, S> export(
      String store, TotalsFormat<K, S> format, int mostSeries, MetricsConfig metrics) {
    return new ExportTotals.Export<>(
        store,
        format,
        ofEach(mostSeries),
        metrics.interval(),
        metrics.expiry(),
        ExportTotals.Telling.valueOf(metrics.export().name()),
        metrics.scrape());
  }
}
