package io.spanmill.split;

import io.spanmill.node.Counter;
import io.spanmill.node.Counters;
import io.spanmill.node.DeadLetters;
import io.spanmill.state.Stamp;
import io.spanmill.wire.MalformedBytesException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** SPLIT as a Kafka node: requests in; stamped bundles and dead letters out. Keeps no state. */
public final class SplitRequests implements ProcessorSupplier<byte[], byte[], Object, Object> {
  /**
   * Where things go.
   *
   * @param bundles the node that takes {@code BundleKey → byte[]}
   * @param deadLetters the node that takes {@code byte[] → DeadLetter}
   */
  public record Outputs(String bundles, String deadLetters) {}

  private final int partitions;
  private final Sources sources;
  private final Duration heartbeat;
  private final Function<Integer, RequestSplitter> splitters;
  private final Outputs outputs;

  /**
   * @param partitions how many partitions the spans topic has
   * @param heartbeat how often a source tells its watermark without data; zero for never
   * @param splitters makes the splitter for a number of partitions
   */
  public SplitRequests(
      int partitions,
      Sources sources,
      Duration heartbeat,
      Function<Integer, RequestSplitter> splitters,
      Outputs outputs) {
    this.partitions = partitions;
    this.sources = sources;
    this.heartbeat = heartbeat;
    this.splitters = splitters;
    this.outputs = outputs;
  }

  @Override
  public Processor<byte[], byte[], Object, Object> get() {
    return new Node();
  }

  private final class Node
      implements Processor<byte[], byte[], Object, Object>, RequestSplitter.Output {
    private final RequestSplitter splitter = splitters.apply(partitions);
    private final Map<String, SourceClock> clocks = new HashMap<>();

    @SuppressWarnings("NullAway.Init") // Kafka Streams calls init first
    private ProcessorContext<Object, Object> context;

    @SuppressWarnings("NullAway.Init")
    private Refused refused;

    @SuppressWarnings("NullAway.Init")
    private Record<byte[], byte[]> current;

    private byte[] stamp = {};

    @Override
    public void init(ProcessorContext<Object, Object> context) {
      this.context = context;
      refused = new Refused(context, outputs.deadLetters());
      if (!heartbeat.isZero()) {
        context.schedule(heartbeat, PunctuationType.WALL_CLOCK_TIME, this::tellWatermarks);
      }
    }

    @Override
    public void close() {
      refused.close();
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
      current = record;
      RecordMetadata origin = context.recordMetadata().orElseThrow();
      SourceClock clock = clock(origin.topic());
      if (record.value() == null && EndOfInput.isMarked(record.headers())) {
        tellAll(clock.end(sources.count()));
        return;
      }
      refused.open(record, origin);
      stamp = clock.data(origin.offset(), record.timestamp(), sources.count()).toBytes();
      split(record.value());
    }

    private void split(byte @Nullable [] request) {
      if (request == null) {
        refused.nullValue();
        return;
      }
      try {
        splitter.split(request, this);
      } catch (MalformedBytesException malformed) {
        refused.malformed(malformed.getMessage());
      }
    }

    @Override
    public void bundle(int partition, byte[] traces, int spans) {
      context.forward(
          new Record<>(new BundleKey(partition, stamp), traces, current.timestamp()),
          outputs.bundles());
    }

    @Override
    public void refusedSpan(String reason, byte[] traces) {
      refused.refusedSpan(reason, traces);
    }

    private void tellWatermarks(long now) {
      for (String topic : sources.topics(context.taskId().partition())) {
        Sources.Idleness idleness = sources.idleness(topic, context.taskId().partition());
        Stamp heard = clock(topic).silence(idleness, sources.count());
        tellAll(heard);
        sources.reached(topic, heard.partition(), heard.watermark());
      }
    }

    private void tellAll(Stamp heard) {
      byte[] key = heard.toBytes();
      long timestamp = Math.max(0, context.currentSystemTimeMs());
      for (int partition = 0; partition < partitions; partition++) {
        context.forward(
            new Record<>(new BundleKey(partition, key), new byte[0], timestamp), outputs.bundles());
      }
    }

    private SourceClock clock(String topic) {
      return clocks.computeIfAbsent(
          topic, name -> new SourceClock(name, context.taskId().partition()));
    }
  }

  /** Makes dead letters of what is refused of requests, and counts them. Not thread-safe. */
  static final class Refused implements RequestSplitter.Refusals, AutoCloseable {
    /** Why something becomes a dead letter, in kinds that can be counted. */
    private enum Kind {
      NULL_VALUE,
      MALFORMED_REQUEST,
      REFUSED_SPAN,
      MISDIRECTED_SPAN;

      Counter counter(Counters counters) {
        String reason = name().toLowerCase(Locale.ROOT);
        return counters.counter(
            "dead-letters", "Requests and spans that were refused.", "reason", reason);
      }
    }

    private final ProcessorContext<Object, Object> context;
    private final String node;
    private final Counters counters;
    private final Counter requests;
    private final Map<Kind, Counter> refusals = new EnumMap<>(Kind.class);

    @SuppressWarnings("NullAway.Init") // open comes first
    private Record<byte[], byte[]> current;

    @SuppressWarnings("NullAway.Init")
    private RecordMetadata origin;

    /**
     * @param node that takes {@code byte[] → DeadLetter}
     */
    Refused(ProcessorContext<Object, Object> context, String node) {
      this.context = context;
      this.node = node;
      counters = new Counters(context);
      requests = counters.counter("requests", "Records read from the input topics.");
      for (Kind kind : Kind.values()) {
        refusals.put(kind, kind.counter(counters));
      }
    }

    /** The record of which something may be refused from now on. */
    void open(Record<byte[], byte[]> request, RecordMetadata from) {
      requests.increment();
      current = request;
      origin = from;
    }

    void nullValue() {
      refuse(Kind.NULL_VALUE, "null value", null);
    }

    void malformed(@Nullable String why) {
      refuse(Kind.MALFORMED_REQUEST, "malformed request: " + why, current.value());
    }

    @Override
    public void refusedSpan(String reason, byte[] traces) {
      refuse(Kind.REFUSED_SPAN, "refused span: " + reason, traces);
    }

    @Override
    public void misdirectedSpan(String reason, byte[] traces) {
      refuse(Kind.MISDIRECTED_SPAN, "misdirected span: " + reason, traces);
    }

    private void refuse(Kind kind, String reason, byte @Nullable [] value) {
      Objects.requireNonNull(refusals.get(kind)).increment();
      context.forward(DeadLetters.of(reason, current, value, origin), node);
    }

    @Override
    public void close() {
      counters.close();
    }
  }
}
