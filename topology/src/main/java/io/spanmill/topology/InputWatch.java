package io.spanmill.topology;

import io.spanmill.assembly.LowWaterMarks;
import io.spanmill.split.Sources;
import io.spanmill.state.Stamp;
import io.spanmill.topology.config.InputConfig;
import io.spanmill.topology.config.PipelineConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the group from outside, twice a second: which input partitions there are, which of them
 * have been read to their end, and what of our own topics can go. The group's committed offsets are
 * the only public word on what a transaction has made certain.
 */
final class InputWatch implements Sources, LowWaterMarks, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(InputWatch.class);
  private static final Duration LOOK_EVERY = Duration.ofMillis(500);
  private static final int LOOKS_PER_DISCOVERY = 20;
  private static final int LOOKS_PER_PURGE = 10;
  private static final long NANOS_PER_MILLI = 1_000_000;

  /** Looks at something else. */
  interface OtherLook {
    void look(boolean first);
  }

  private record Mark(long position, long lowWater) {}

  private record Silence(long endOffset, long sinceNanos) {}

  private final Admin admin;
  private final GroupOffsets offsets;
  private final PipelineConfig config;
  private final InputConfig input;
  private final Names names;
  private final Thread thread;

  private final Backlog backlog;

  private volatile Map<String, Integer> partitions = Map.of();
  private List<TopicPartition> own = List.of();
  private volatile int count;
  private volatile Map<TopicPartition, Idleness> idleness = Map.of();
  private final Map<TopicPartition, Silence> silences = new HashMap<>();
  private final Map<Integer, Mark> marks = new ConcurrentHashMap<>();
  private final Map<TopicPartition, Long> purged = new HashMap<>();
  private volatile OtherLook otherLook = first -> {};
  private volatile long answeringSinceNanos;
  private volatile long answeredNanos;
  private boolean silent;
  private volatile boolean closed;

  /**
   * @param own the group's topics
   * @param backlog is told what waits in each partition that the group reads
   */
  InputWatch(Admin admin, PipelineConfig config, Names own, Backlog backlog) {
    this.admin = admin;
    this.offsets = new GroupOffsets(admin, config.name());
    this.config = config;
    this.input = config.input();
    this.names = own;
    this.backlog = backlog;
    this.thread = new Thread(this::watch, "spanmill-input-watch");
    thread.setDaemon(true);
  }

  /**
   * Finds the input topics, then goes on watching.
   *
   * @throws KafkaFailure if there are none
   */
  InputWatch start() {
    discover();
    if (partitions.isEmpty()) {
      throw new KafkaFailure("there is no topic " + wanted() + " (input.topics, input.pattern)");
    }
    answeredNanos = System.nanoTime();
    answeringSinceNanos = answeredNanos;
    thread.start();
    return this;
  }

  /** Looks at something else, too, whenever it looks for topics. */
  void alsoLook(OtherLook look) {
    otherLook = look;
  }

  private String wanted() {
    return input.pattern() == null
        ? String.join(", ", input.topics())
        : "that matches " + input.pattern();
  }

  @Override
  public int count() {
    return count;
  }

  @Override
  public List<String> topics(int partition) {
    List<String> topics = new ArrayList<>();
    partitions.forEach(
        (topic, count) -> {
          if (partition < count) {
            topics.add(topic);
          }
        });
    return topics;
  }

  @Override
  public Idleness idleness(String topic, int partition) {
    return idleness.getOrDefault(new TopicPartition(topic, partition), Idleness.NONE);
  }

  @Override
  public void reached(String topic, int partition, long watermarkMillis) {
    if (watermarkMillis != Stamp.NONE) {
      backlog.processed(new TopicPartition(topic, partition), watermarkMillis);
    }
  }

  /** For how long Kafka has not answered. */
  Duration silence() {
    return Duration.ofNanos(System.nanoTime() - answeredNanos);
  }

  /** For how long Kafka had been answering when it answered last. */
  Duration answering() {
    return Duration.ofNanos(answeredNanos - answeringSinceNanos);
  }

  /** Whether it goes on looking. */
  boolean isAtWork() {
    return thread.isAlive();
  }

  /** A mark waits until its position is committed; a newer one meanwhile is not worth the wait. */
  @Override
  public void reached(int partition, long position, long lowWater) {
    marks.putIfAbsent(partition, new Mark(position, lowWater));
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }

  private void watch() {
    for (int look = 1; !closed; look++) {
      try {
        Thread.sleep(LOOK_EVERY.toMillis());
        if (look % LOOKS_PER_DISCOVERY == 0) {
          discover();
          otherLook.look(look == LOOKS_PER_DISCOVERY);
        }
        look(look % LOOKS_PER_PURGE == 0);
        answered();
      } catch (InterruptedException stopped) {
        return;
      } catch (RuntimeException failure) {
        silences.clear();
        idleness = Map.of();
        silent = true;
        if (!closed) {
          LOG.warn("cannot look at the input: {}", failure.getMessage());
        }
      }
    }
  }

  private void answered() {
    long now = System.nanoTime();
    answeringSinceNanos = silent ? now : answeringSinceNanos;
    answeredNanos = now;
    silent = false;
  }

  private void discover() {
    List<String> topics = new ArrayList<>(input.topics());
    if (input.pattern() != null) {
      Set<String> all = KafkaTopics.get(admin.listTopics().names());
      all.stream().filter(topic -> input.pattern().matcher(topic).matches()).forEach(topics::add);
    }
    Map<String, Integer> found = described(topics);
    own = partitionsOf(described(names.readTopics(config)));
    partitions = found;
    count = found.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** Those of the topics that exist, with how many partitions they have. */
  private Map<String, Integer> described(List<String> topics) {
    Map<String, Integer> found = new TreeMap<>();
    KafkaTopics known = new KafkaTopics(admin);
    for (String topic : topics) {
      TopicDescription description = known.describe(topic);
      if (description != null) {
        found.put(topic, description.partitions().size());
      }
    }
    return found;
  }

  private void look(boolean purge) {
    // The ends first: what was committed afterwards covers all that was there then.
    Set<TopicPartition> sources = new HashSet<>(partitionsOf(partitions));
    List<TopicPartition> all = new ArrayList<>(own);
    all.addAll(sources);
    Map<TopicPartition, Long> ends = offsets.ends(all);
    long lookedNanos = System.nanoTime();
    Map<TopicPartition, OffsetAndMetadata> committed = offsets.committed();
    Map<TopicPartition, Long> starts = offsets.starts(all);
    Map<TopicPartition, Long> waiting = new HashMap<>();
    Map<TopicPartition, Idleness> found = new HashMap<>();
    ends.forEach(
        (partition, end) -> {
          long done = GroupOffsets.position(committed.get(partition), starts.get(partition));
          waiting.put(partition, Math.max(0, end - done));
          if (done < end) {
            silences.remove(partition);
          } else if (sources.contains(partition)) {
            found.put(partition, idle(partition, end, lookedNanos));
          }
        });
    backlog.seen(waiting);
    idleness = found;
    if (purge) {
      purge(committed);
    }
  }

  private Idleness idle(TopicPartition source, long end, long lookedNanos) {
    Silence before = silences.get(source);
    if (before == null || before.endOffset() != end) {
      before = new Silence(end, lookedNanos);
      silences.put(source, before);
    }
    return new Idleness(end, (lookedNanos - before.sinceNanos()) / NANOS_PER_MILLI);
  }

  private static List<TopicPartition> partitionsOf(Map<String, Integer> topics) {
    List<TopicPartition> all = new ArrayList<>();
    topics.forEach(
        (topic, count) -> {
          for (int partition = 0; partition < count; partition++) {
            all.add(new TopicPartition(topic, partition));
          }
        });
    return all;
  }

  /** Only what was certain at a position that has been committed since. */
  private void purge(Map<TopicPartition, OffsetAndMetadata> committed) {
    Map<TopicPartition, RecordsToDelete> deletions = new HashMap<>();
    committed.forEach(
        (source, offset) -> {
          long until = purgeable(source, offset.offset());
          if (until > purged.getOrDefault(source, 0L)) {
            deletions.put(source, RecordsToDelete.beforeOffset(until));
            purged.put(source, until);
          }
        });
    if (!deletions.isEmpty()) {
      admin.deleteRecords(deletions);
    }
  }

  private long purgeable(TopicPartition source, long committed) {
    if (names.isSums(source.topic())) {
      return committed;
    }
    Mark mark = source.topic().equals(names.spansTopic()) ? marks.get(source.partition()) : null;
    if (mark == null || mark.position() >= committed) {
      return 0;
    }
    marks.remove(source.partition());
    return mark.lowWater();
  }
}
