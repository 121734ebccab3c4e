package io.spanmill.topology;

import io.spanmill.assembly.AssemblyStatus;
import io.spanmill.topology.Assemblies.Assembly;
import io.spanmill.topology.Vitals.Contact;
import io.spanmill.topology.Vitals.Pulse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.TaskMetadata;
import org.apache.kafka.streams.ThreadMetadata;
import org.jspecify.annotations.Nullable;

/** Looks at a running pipeline, whenever somebody asks. Thread-safe. */
final class Monitor {
  private static final Comparator<TopicPartition> ORDER =
      Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition);

  private final KafkaStreams streams;
  private final Names names;
  private final Assemblies assemblies;
  private final Backlog backlog;
  private final @Nullable InputWatch watch;

  /**
   * @param watch null where nobody looks at the input
   */
  Monitor(
      KafkaStreams streams,
      Names names,
      Assemblies assemblies,
      Backlog backlog,
      @Nullable InputWatch watch) {
    this.streams = streams;
    this.names = names;
    this.assemblies = assemblies;
    this.backlog = backlog;
    this.watch = watch;
  }

  Vitals vitals(boolean hasRun, boolean closing, @Nullable String failure) {
    Set<ThreadMetadata> threads = streams.metadataForLocalThreads();
    Map<Integer, Assembly> assembled = assemblies.all();
    return new Vitals(
        streams.state(),
        hasRun,
        closing,
        failure,
        pulses(threads),
        contact(),
        assembled,
        lagSeconds(read(threads), assembled));
  }

  private @Nullable Contact contact() {
    return watch == null ? null : new Contact(watch.silence(), watch.answering(), watch.isAtWork());
  }

  private List<Pulse> pulses(Set<ThreadMetadata> threads) {
    Map<String, Duration> polls = polls();
    List<Pulse> pulses = new ArrayList<>();
    for (ThreadMetadata thread : threads) {
      String name = thread.threadName().replaceFirst(".*-(?=StreamThread-)", "");
      Duration sincePoll = polls.getOrDefault(thread.consumerClientId(), Duration.ZERO);
      pulses.add(new Pulse(name, thread.threadState(), sincePoll));
    }
    pulses.sort(Comparator.comparing(Pulse::name));
    return pulses;
  }

  /** Since each consumer was asked for records, by its name; without those that never were. */
  private Map<String, Duration> polls() {
    Map<String, Duration> polls = new HashMap<>();
    for (Metric metric : streams.metrics().values()) {
      MetricName name = metric.metricName();
      if (name.name().equals("last-poll-seconds-ago")
          && metric.metricValue() instanceof Double seconds
          && seconds >= 0) {
        polls.put(name.tags().get("client-id"), Duration.ofSeconds((long) (double) seconds));
      }
    }
    return polls;
  }

  /** What waits for this process, in records. */
  Map<TopicPartition, Long> lagRecords() {
    Map<TopicPartition, Long> lag = new TreeMap<>(ORDER);
    for (TopicPartition partition : read(streams.metadataForLocalThreads())) {
      if (backlog.isKnown(partition)) {
        lag.put(partition, backlog.records(partition));
      }
    }
    return lag;
  }

  /** The partitions that this process reads. */
  private static Set<TopicPartition> read(Set<ThreadMetadata> threads) {
    Set<TopicPartition> read = new TreeSet<>(ORDER);
    for (ThreadMetadata thread : threads) {
      for (TaskMetadata task : thread.activeTasks()) {
        read.addAll(task.topicPartitions());
      }
    }
    return read;
  }

  /** Only of the input and the spans is the time known that their records have. */
  private Map<TopicPartition, Double> lagSeconds(
      Set<TopicPartition> read, Map<Integer, Assembly> assembled) {
    Map<TopicPartition, Double> lag = new TreeMap<>(ORDER);
    for (TopicPartition partition : read) {
      if (partition.topic().equals(names.spansTopic())) {
        Assembly assembly = assembled.get(partition.partition());
        AssemblyStatus status = assembly == null ? null : assembly.status();
        if (status != null) {
          backlog.processed(partition, status.timestampMillis());
        }
      }
      if (backlog.isKnown(partition) && !names.isSums(partition.topic())) {
        lag.put(partition, backlog.seconds(partition));
      }
    }
    return lag;
  }
}
