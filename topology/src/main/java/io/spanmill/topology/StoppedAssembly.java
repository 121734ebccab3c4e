package io.spanmill.topology;

import io.spanmill.assembly.PartitionDivision;
import io.spanmill.assembly.SpanLog;
import io.spanmill.state.SpansGeneration;
import io.spanmill.topology.config.PipelineConfig;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;

/** What the assemblers of a stopped pipeline have left in Kafka, partition by partition. */
final class StoppedAssembly {
  /** Every so often a broker looks for transactions to abort, and then has to do it. */
  private static final Duration MARGIN = Duration.ofSeconds(30);

  private final PipelineConfig config;
  private final Admin admin;
  private final Names names;
  private final int partitions;
  private final HeldGroup group;
  private final StreamsSettings settings;
  private final CommittedRecords reader;
  private final Map<TopicPartition, Long> starts = new HashMap<>();
  private final Map<TopicPartition, Long> ends = new HashMap<>();
  private final Map<TopicPartition, Long> committed = new HashMap<>();

  StoppedAssembly(PipelineConfig config, Admin admin, SpansGeneration generation, HeldGroup group) {
    this.config = config;
    this.admin = admin;
    this.names = new Names(config.name(), generation.number());
    this.partitions = generation.partitions();
    this.group = group;
    this.settings = new StreamsSettings(config);
    this.reader = new CommittedRecords(settings.replay());
  }

  /**
   * Waits until what a dead instance had begun to write is aborted; nobody writes any more then.
   *
   * @param waiting is told once if there is something to wait for
   * @throws KafkaFailure if that takes too long
   */
  void awaitEnds(Consumer<String> waiting) {
    List<TopicPartition> all =
        IntStream.range(0, partitions)
            .boxed()
            .flatMap(partition -> Stream.of(log(partition), changelog(partition)))
            .toList();
    GroupOffsets offsets = new GroupOffsets(admin, config.name());
    long startNanos = System.nanoTime();
    Duration timeout = settings.transactionTimeout();
    boolean told = false;
    while (!offsets.ends(all).equals(offsets.lasts(all))) {
      if (System.nanoTime() - startNanos > timeout.plus(MARGIN).toNanos()) {
        throw new KafkaFailure(names.spansTopic() + ": a transaction stays open");
      }
      if (!told) {
        waiting.accept(
            String.format(
                "waiting for Kafka to abort what an instance that was killed had begun, which it"
                    + " does after %d s",
                timeout.toSeconds()));
        told = true;
      }
      KafkaTopics.pause();
    }
    starts.putAll(offsets.starts(all));
    ends.putAll(offsets.ends(all));
    committed.putAll(group.committed());
  }

  private TopicPartition log(int partition) {
    return new TopicPartition(names.spansTopic(), partition);
  }

  private TopicPartition changelog(int partition) {
    return new TopicPartition(names.decisionChangelog(), partition);
  }

  private static long at(Map<TopicPartition, Long> offsets, TopicPartition partition) {
    return offsets.getOrDefault(partition, 0L);
  }

  /** Where the assembler of a partition would go on. */
  long position(int partition) {
    Long position = committed.get(log(partition));
    return position == null ? at(starts, log(partition)) : position;
  }

  /** What the decision store of a partition holds. */
  NavigableMap<byte[], byte[]> stored(int partition) {
    NavigableMap<byte[], byte[]> stored = PartitionDivision.emptyStore();
    TopicPartition changelog = changelog(partition);
    reader.read(
        changelog,
        at(starts, changelog),
        at(ends, changelog),
        (offset, key, value) -> {
          if (key != null && value != null) {
            stored.put(key, value);
          } else if (key != null) {
            stored.remove(key);
          }
        });
    return stored;
  }

  /** Shows the log of a partition from an offset on, or from its start if that comes later. */
  void read(int partition, long from, SpanLog.Reader records) {
    TopicPartition log = log(partition);
    reader.read(log, Math.max(from, at(starts, log)), at(ends, log), records);
  }

  /** How an old partition is called. */
  String name(int partition) {
    return log(partition).toString();
  }
}
