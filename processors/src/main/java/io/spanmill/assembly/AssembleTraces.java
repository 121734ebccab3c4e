package io.spanmill.assembly;

import io.spanmill.node.DeadLetters;
import io.spanmill.split.SourceClock;
import io.spanmill.split.Sources;
import io.spanmill.state.ControlRecord;
import io.spanmill.state.Stamp;
import io.spanmill.trace.Milled;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/**
 * ASSEMBLE and VERDICT as a Kafka node: bundles in; kept traces, decisions, and what there is to
 * measure and link out. Its memory is restored from the topic that it reads when the first record
 * comes, as only then is it certain up to where the last transaction had come; or, where it has to
 * find out itself that nothing comes, when that is certain.
 */
public final class AssembleTraces implements ProcessorSupplier<byte[], byte[], Object, Object> {
  /**
   * Where things go.
   *
   * @param traces the node that takes {@code TraceId → byte[]}: kept spans as {@code TracesData}
   * @param decisions the node that takes {@code TraceId → Decision}
   * @param milled the nodes that take {@link Milled}
   * @param asked names of the attributes that those ask for
   * @param demand the node that takes {@code BundleKey → byte[]}: what arrives for budgets
   * @param deadLetters the node that takes {@code byte[] → DeadLetter}
   * @param recordBytes the largest record that may leave
   */
  public record Outputs(
      String traces,
      String decisions,
      List<String> milled,
      List<String> asked,
      String demand,
      String deadLetters,
      int recordBytes) {}

  /**
   * What is outside.
   *
   * @param topic that spans come from
   * @param spans the same, to be read again after a restart
   * @param partitions of that topic
   * @param marks hears what of it is needed no more
   * @param watch hears how this node is
   * @param silence null where the topic tells of silence itself
   */
  public record Surroundings(
      String topic,
      SpanLog spans,
      int partitions,
      LowWaterMarks marks,
      AssemblyWatch watch,
      @Nullable Silence silence) {}

  /**
   * How to find out that nothing comes, where the topic is the input itself. What is in force comes
   * from another topic then.
   *
   * @param sources what is known of the input
   * @param heartbeat how often to ask; zero for never
   */
  public record Silence(Sources sources, Duration heartbeat) {}

  private final String store;
  private final AssemblyConfig config;
  private final long maxSkewMillis;
  private final Samplers samplers;
  private final Surroundings surroundings;
  private final Outputs outputs;
  private final MemoryBudget memory;

  /**
   * @param store name of the store for decisions, a persistent format
   */
  public AssembleTraces(
      String store,
      AssemblyConfig config,
      long maxSkewMillis,
      Samplers samplers,
      Surroundings surroundings,
      Outputs outputs) {
    this.store = store;
    this.config = config;
    this.maxSkewMillis = maxSkewMillis;
    this.samplers = samplers;
    this.surroundings = surroundings;
    this.outputs = outputs;
    this.memory = new MemoryBudget(config.memoryBytes());
  }

  @Override
  public Set<StoreBuilder<?>> stores() {
    return Set.of(
        Stores.keyValueStoreBuilder(
            Stores.persistentKeyValueStore(store), Serdes.Bytes(), Serdes.ByteArray()));
  }

  @Override
  public Processor<byte[], byte[], Object, Object> get() {
    return new Node();
  }

  private final class Node implements Processor<byte[], byte[], Object, Object>, Departures.Owner {
    @SuppressWarnings("NullAway.Init") // Kafka Streams calls init first
    private ProcessorContext<Object, Object> context;

    @SuppressWarnings("NullAway.Init")
    private BudgetedSampler sampler;

    @SuppressWarnings("NullAway.Init")
    private Departures departures;

    @SuppressWarnings("NullAway.Init")
    private DecisionLog log;

    @SuppressWarnings("NullAway.Init")
    private TraceAssembler assembler;

    @SuppressWarnings("NullAway.Init")
    private AssemblyCounters counters;

    /** Of the source, where it is this node that finds out when nothing comes. */
    @SuppressWarnings("NullAway.Init")
    private SourceClock clock;

    private int partition;
    private boolean hasControls;
    private boolean restored;
    private long nextOffset;
    private long timestamp;

    /** Kafka Streams uses the same object again for a task that it revives: it knows nothing. */
    @Override
    public void init(ProcessorContext<Object, Object> context) {
      this.context = context;
      hasControls = false;
      restored = false;
      partition = context.taskId().partition();
      counters = new AssemblyCounters(context);
      memory.join();
      log = new StoredDecisionLog(context.getStateStore(store));
      sampler = new BudgetedSampler(samplers, config, surroundings.partitions());
      departures = new Departures(outputs, sampler, counters, this);
      assembler = new TraceAssembler(config, maxSkewMillis, memory, departures, log);
      ask();
      clock = new SourceClock(surroundings.topic(), partition);
      surroundings.watch().opened(partition);
      Silence silence = surroundings.silence();
      if (silence != null && !silence.heartbeat().isZero()) {
        context.schedule(
            silence.heartbeat(), PunctuationType.WALL_CLOCK_TIME, now -> nothingCame(silence));
      }
    }

    @Override
    public void close() {
      surroundings.watch().closed(partition);
      memory.leave();
      counters.close();
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
      RecordMetadata origin = context.recordMetadata().orElseThrow();
      timestamp = record.timestamp();
      boolean isSpans = surroundings.silence() == null || isInput(origin);
      if (!isSpans) {
        restoreControls();
      } else if (!restored) {
        restore(origin.offset());
      }
      try {
        if (record.key() == null || record.value() == null) {
          throw new IllegalArgumentException("without key or without value");
        }
        Stamp stamp = Stamp.of(record.key());
        if (isSpans) {
          take(stamp, origin.offset(), record.value());
        } else {
          hear(stamp, record.value());
        }
      } catch (IllegalArgumentException | ForeignRecordException foreign) {
        refuse(record, origin, foreign);
      }
      finish();
    }

    private boolean isInput(RecordMetadata origin) {
      return surroundings.topic().equals(origin.topic());
    }

    private void take(Stamp stamp, long offset, byte[] value) {
      if (surroundings.silence() != null) {
        follow(stamp, offset);
      }
      assembler.process(offset, stamp, value);
      if (stamp.kind() != Stamp.Kind.DATA) {
        tellStatus();
      }
    }

    private void follow(Stamp stamp, long offset) {
      nextOffset = offset + 1;
      if (stamp.kind() == Stamp.Kind.ENDED) {
        clock.end(1);
      } else {
        clock.data(offset, stamp.arrival(), 1);
      }
    }

    /** Where spans do not come from, only what is in force does. */
    private void hear(Stamp stamp, byte[] value) {
      if (stamp.kind() != Stamp.Kind.CONTROL) {
        throw new IllegalArgumentException("a stamp of kind " + stamp.kind());
      }
      assembler.apply(ControlRecord.of(value));
    }

    private void nothingCame(Silence silence) {
      timestamp = Math.max(0, context.currentSystemTimeMs());
      Sources.Idleness idleness = silence.sources().idleness(surroundings.topic(), partition);
      if (!restored && !restoreInSilence(idleness)) {
        return;
      }
      Stamp heard = clock.silence(idleness, 1);
      assembler.passTime(nextOffset, heard);
      silence.sources().reached(surroundings.topic(), partition, heard.watermark());
      tellStatus();
      finish();
    }

    /** What waits to be read tells by itself up to where all was done. */
    private boolean restoreInSilence(Sources.Idleness idleness) {
      boolean isIdle = idleness.endOffset() >= 0;
      long committed = isIdle ? surroundings.spans().committed(partition) : SpanLog.UNKNOWN;
      if (committed == SpanLog.UNKNOWN) {
        return false;
      }
      restore(committed);
      return true;
    }

    private void tellStatus() {
      surroundings.watch().tell(partition, assembler.status(timestamp, sampler.newestTables()));
    }

    /** All that came of one record, or of silence, leaves with it. */
    private void finish() {
      departures.finish(assembler.watermark());
      sampler.writeDown(log, assembler::expire);
    }

    private void restore(long upTo) {
      AssemblyWatch watch = surroundings.watch();
      watch.restoring(partition);
      restoreControls();
      assembler.restore(surroundings.spans(), partition, upTo);
      nextOffset = upTo;
      clock.resume(upTo, assembler.watermark());
      restored = true;
      watch.restored(partition);
    }

    private void restoreControls() {
      if (!hasControls) {
        hasControls = true;
        assembler.restoreControls();
        sampler.restore(log);
      }
    }

    private void refuse(Record<byte[], byte[]> record, RecordMetadata origin, Exception reason) {
      counters.foreign();
      String said = "foreign record: " + reason.getMessage();
      context.forward(DeadLetters.of(said, record, record.value(), origin), outputs.deadLetters());
    }

    /** What is asked for when traces are decided is looked for while their spans come. */
    @Override
    public void ask() {
      List<String> attributes = new ArrayList<>(sampler.attributes());
      attributes.addAll(outputs.asked());
      assembler.ask(attributes);
    }

    @Override
    public void swept() {
      surroundings.marks().reached(partition, assembler.position(), assembler.lowWater());
    }

    @Override
    public Stamp stamp(Stamp.Kind kind, long watermark) {
      return new Stamp(
          kind, surroundings.topic(), partition, surroundings.partitions(), watermark, watermark);
    }

    @Override
    public void forward(@Nullable Object key, Object value, String node) {
      context.forward(new Record<>(key, value, timestamp), node);
    }
  }
}
