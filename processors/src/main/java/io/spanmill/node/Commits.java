package io.spanmill.node;

import java.util.Map;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.jspecify.annotations.Nullable;

/**
 * How often the thread of a node has committed, as Kafka Streams counts it: all that the thread did
 * before is certain as soon as the number has grown. Used by that thread alone.
 */
public final class Commits {
  private static final String GROUP = "stream-thread-metrics";

  private final ProcessingContext context;
  private @Nullable Metric total;

  public Commits(ProcessingContext context) {
    this.context = context;
  }

  /** Begins at any number; −1 where nobody counts, which is so only without a running client. */
  public long count() {
    if (total == null) {
      total = find();
    }
    return total != null && total.metricValue() instanceof Double count ? count.longValue() : -1;
  }

  private @Nullable Metric find() {
    String thread = Thread.currentThread().getName();
    for (Map.Entry<MetricName, ? extends Metric> metric : context.metrics().metrics().entrySet()) {
      MetricName name = metric.getKey();
      if (name.group().equals(GROUP)
          && name.name().equals("commit-total")
          && thread.equals(name.tags().get("thread-id"))) {
        return metric.getValue();
      }
    }
    return null;
  }
}
