package io.spanmill.split;

import io.spanmill.state.Stamp;
import io.spanmill.wire.MalformedBytesException;
import java.util.function.IntFunction;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;

/**
 * SPLIT as a Kafka node where the input is partitioned by trace already: of each record exactly one
 * bundle comes, perhaps empty, in the same partition. Keeps no state, and says nothing of time but
 * with records: whoever takes the bundles can tell silence by himself.
 */
public final class AdmitRequests implements ProcessorSupplier<byte[], byte[], Object, Object> {
  private static final byte[] NOTHING = {};

  private final IntFunction<RequestIntake> intakes;
  private final SplitRequests.Outputs outputs;

  /**
   * @param intakes makes the intake of a partition
   * @param outputs bundles leave with the bytes of their stamp as key
   */
  public AdmitRequests(IntFunction<RequestIntake> intakes, SplitRequests.Outputs outputs) {
    this.intakes = intakes;
    this.outputs = outputs;
  }

  @Override
  public Processor<byte[], byte[], Object, Object> get() {
    return new Node();
  }

  private final class Node implements Processor<byte[], byte[], Object, Object> {
    @SuppressWarnings("NullAway.Init") // Kafka Streams calls init first
    private ProcessorContext<Object, Object> context;

    @SuppressWarnings("NullAway.Init")
    private RequestIntake intake;

    @SuppressWarnings("NullAway.Init")
    private SplitRequests.Refused refused;

    @Override
    public void init(ProcessorContext<Object, Object> context) {
      this.context = context;
      intake = intakes.apply(context.taskId().partition());
      refused = new SplitRequests.Refused(context, outputs.deadLetters());
    }

    @Override
    public void close() {
      refused.close();
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
      if (record.value() == null && EndOfInput.isMarked(record.headers())) {
        forward(intake.end(), NOTHING);
        return;
      }
      refused.open(record, context.recordMetadata().orElseThrow());
      forward(intake.data(record.timestamp()), traces(record));
    }

    private byte[] traces(Record<byte[], byte[]> record) {
      if (record.value() == null) {
        refused.nullValue();
      }
      try {
        return intake.traces(record.key(), record.value(), refused);
      } catch (MalformedBytesException malformed) {
        refused.malformed(malformed.getMessage());
        return NOTHING;
      }
    }

    /** At this machine's time: what it leads to is written now, whenever the spans arrived. */
    private void forward(Stamp stamp, byte[] traces) {
      long now = Math.max(0, context.currentSystemTimeMs());
      context.forward(new Record<>(stamp.toBytes(), traces, now), outputs.bundles());
    }
  }
}
