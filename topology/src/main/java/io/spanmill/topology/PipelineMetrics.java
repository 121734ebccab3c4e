package io.spanmill.topology;

import static io.spanmill.topology.metrics.Family.counter;
import static io.spanmill.topology.metrics.Family.gauge;

import io.spanmill.node.Counters;
import io.spanmill.topology.metrics.Exposition;
import io.spanmill.topology.metrics.Family;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;

/** What a running pipeline tells of itself, as metrics of Prometheus'. */
final class PipelineMetrics {
  private static final double NANOS_PER_SECOND = 1e9;

  private static final Family BUILD =
      gauge("spanmill_build_info", "Always 1; the version is in the label.");
  private static final Family STATE =
      gauge("spanmill_state", "1 for the state that Kafka Streams is in, 0 for the others.");
  private static final Family LIVE =
      gauge("spanmill_live", "1 if /live says yes: the process does its work.");
  private static final Family READY =
      gauge("spanmill_ready", "1 if /ready says yes: restored, and not far behind.");
  private static final Family THREADS =
      gauge("spanmill_stream_threads", "Stream threads by their state.");
  private static final Family POLL =
      gauge("spanmill_stream_thread_poll_age_seconds", "Since a thread last asked for records.");
  private static final Family REBALANCES =
      counter("spanmill_rebalances_total", "Rebalances of the group that a thread took part in.");
  private static final Family LAG_RECORDS =
      gauge("spanmill_lag_records", "Records that wait in a partition that this process reads.");
  private static final Family LAG_SECONDS =
      gauge("spanmill_lag_seconds", "For how long, at most, the oldest of them has been waiting.");
  private static final Family SILENCE =
      gauge("spanmill_kafka_silence_seconds", "Since Kafka answered the admin client.");
  private static final Family ROCKSDB =
      gauge("spanmill_rocksdb_cache_bytes", "Memory of all stores' caches, outside of the heap.");

  private PipelineMetrics() {}

  /** Our counters of all tasks: {@code late-spans-total} is {@code spanmill_late_spans_total}. */
  static void addCounters(Collection<? extends Metric> metrics, Exposition out) {
    for (Metric metric : metrics) {
      MetricName name = metric.metricName();
      if (name.group().equals(Counters.GROUP) && metric.metricValue() instanceof Double value) {
        String family = "spanmill_" + name.name().replace('-', '_');
        out.add(counter(family, name.description()), value, labels(name.tags()));
      }
    }
  }

  private static Map<String, String> labels(Map<String, String> tags) {
    Map<String, String> labels = new TreeMap<>();
    tags.forEach((tag, value) -> labels.put(tag.replace('-', '_'), value));
    return labels;
  }

  /** The release that this is; a build out of a working copy has none. */
  static void addBuild(Exposition out) {
    out.add(BUILD, 1, "version", Release.version(), "java", Runtime.version().toString());
    out.add(ROCKSDB, RocksMemory.usedBytes());
  }

  static void addHealth(Health live, Health ready, Exposition out) {
    out.add(LIVE, live.isWell() ? 1 : 0);
    out.add(READY, ready.isWell() ? 1 : 0);
  }

  static void addVitals(Vitals vitals, Exposition out) {
    for (KafkaStreams.State state : KafkaStreams.State.values()) {
      out.add(STATE, state == vitals.state() ? 1 : 0, "state", state.name());
    }
    Map<String, Integer> states = new TreeMap<>();
    for (Vitals.Pulse thread : vitals.threads()) {
      states.merge(thread.state(), 1, Integer::sum);
      double age = thread.sincePoll().toNanos() / NANOS_PER_SECOND;
      out.add(POLL, age, "thread", thread.name());
    }
    states.forEach((state, count) -> out.add(THREADS, count, "state", state));
    if (vitals.kafka() != null) {
      out.add(SILENCE, vitals.kafka().silence().toNanos() / NANOS_PER_SECOND);
    }
    vitals.lagSeconds().forEach((at, seconds) -> out.add(LAG_SECONDS, seconds, place(at)));
  }

  static void addLag(Map<TopicPartition, Long> records, Exposition out) {
    records.forEach((at, waiting) -> out.add(LAG_RECORDS, (double) waiting, place(at)));
  }

  private static Map<String, String> place(TopicPartition at) {
    Map<String, String> labels = new TreeMap<>();
    labels.put("topic", at.topic());
    labels.put("partition", Integer.toString(at.partition()));
    return labels;
  }

  /** How often each main consumer took part in a rebalance. */
  static void addRebalances(Collection<? extends Metric> metrics, Exposition out) {
    for (Metric metric : metrics) {
      MetricName name = metric.metricName();
      String client = name.tags().getOrDefault("client-id", "");
      if (name.name().equals("rebalance-total")
          && name.group().equals("consumer-coordinator-metrics")
          && metric.metricValue() instanceof Double value) {
        String thread = client.replaceFirst(".*-(?=StreamThread-)", "").replace("-consumer", "");
        out.add(REBALANCES, value, "thread", thread);
      }
    }
  }
}
