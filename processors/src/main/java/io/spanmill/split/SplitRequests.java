package io.spanmill.split;

import io.spanmill.state.Stamp;
import io.spanmill.wire.MalformedBytesException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
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
    private RefusedRequests refused;

    @SuppressWarnings("NullAway.Init")
    private Record<byte[], byte[]> current;

    private byte[] stamp = {};

    @Override
    public void init(ProcessorContext<Object, Object> context) {
      this.context = context;
      refused = new RefusedRequests(context, outputs.deadLetters());
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
}
