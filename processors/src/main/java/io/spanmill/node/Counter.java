package io.spanmill.node;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.common.metrics.stats.CumulativeSum;
import org.apache.kafka.streams.processor.api.ProcessingContext;

/**
 * A count of events in one task, as a metric of Kafka's: group {@value #GROUP}, name {@code
 * NAME-total}, tag {@code task-id} and what else tells kinds apart.
 */
public final class Counter {
  /** The group of all metrics of ours. */
  public static final String GROUP = "spanmill";

  private final Sensor sensor;

  private Counter(Sensor sensor) {
    this.sensor = sensor;
  }

  /**
   * @param name lower-case words joined by dashes, without {@code -total}
   * @param help what is counted, in one sentence
   */
  public static Counter of(
      ProcessingContext context, String name, String help, String... moreTags) {
    Map<String, String> tags = new LinkedHashMap<>();
    tags.put("task-id", context.taskId().toString());
    for (int i = 0; i < moreTags.length; i += 2) {
      tags.put(moreTags[i], moreTags[i + 1]);
    }
    String id = GROUP + "-" + name + tags;
    Sensor sensor = context.metrics().addSensor(id, Sensor.RecordingLevel.INFO);
    sensor.add(new MetricName(name + "-total", GROUP, help, tags), new CumulativeSum());
    return new Counter(sensor);
  }

  public void increment() {
    sensor.record(1);
  }

  public void add(long count) {
    if (count != 0) {
      sensor.record((double) count);
    }
  }
}
