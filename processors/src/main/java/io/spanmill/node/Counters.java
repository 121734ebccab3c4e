package io.spanmill.node;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.streams.StreamsMetrics;
import org.apache.kafka.streams.processor.api.ProcessingContext;

/**
 * The counters of one node of one task, as metrics of Kafka's: group {@value #GROUP}, name {@code
 * NAME-total}, tag {@code task-id} and what else tells kinds apart.
 */
public final class Counters implements AutoCloseable {
  /** The group of all metrics of ours. */
  public static final String GROUP = "spanmill";

  private final StreamsMetrics metrics;
  private final String task;
  private final List<Sensor> sensors = new ArrayList<>();

  public Counters(ProcessingContext context) {
    metrics = context.metrics();
    task = context.taskId().toString();
  }

  /**
   * @param name lower-case words joined by dashes, without {@code -total}
   * @param help what is counted, in one sentence
   * @param moreTags name, value, name, value …
   */
  public Counter counter(String name, String help, String... moreTags) {
    Map<String, String> tags = new LinkedHashMap<>();
    tags.put("task-id", task);
    for (int i = 0; i < moreTags.length; i += 2) {
      tags.put(moreTags[i], moreTags[i + 1]);
    }
    Counter counter = new Counter();
    Sensor sensor = metrics.addSensor(GROUP + "-" + name + tags, Sensor.RecordingLevel.INFO);
    sensor.add(new MetricName(name + "-total", GROUP, help, tags), counter);
    sensors.add(sensor);
    return counter;
  }

  /** Takes the metrics away, so that a task that comes back starts anew. */
  @Override
  public void close() {
    sensors.forEach(metrics::removeSensor);
    sensors.clear();
  }
}
