package io.spanmill.window;

import io.spanmill.split.BundleKey;
import io.spanmill.state.Stamp;
import io.spanmill.trace.Milled;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Tells those who put sums together how far time has come where they are gathered: once for sums of
 * all kinds, so it has to hear of a sweep after all who gather. Keeps no state.
 */
public final class TellTime implements ProcessorSupplier<Object, Milled, BundleKey, byte[]> {
  private static final byte[] NOTHING = {};

  private final SumPartitions partitions;

  public TellTime(SumPartitions partitions) {
    this.partitions = partitions;
  }

  @Override
  public Processor<Object, Milled, BundleKey, byte[]> get() {
    return new Node();
  }

  private final class Node implements Processor<Object, Milled, BundleKey, byte[]> {
    @SuppressWarnings("NullAway.Init") // Kafka Streams calls init first
    private ProcessorContext<BundleKey, byte[]> context;

    @Override
    public void init(ProcessorContext<BundleKey, byte[]> context) {
      this.context = context;
    }

    @Override
    public void process(Record<Object, Milled> record) {
      if (record.value() instanceof Milled.Swept swept && swept.toAll()) {
        long time = swept.watermarkMillis();
        Stamp.Kind kind = time == Stamp.END ? Stamp.Kind.ENDED : Stamp.Kind.HEARTBEAT;
        byte[] key = partitions.stamp(kind, context.taskId().partition(), time).toBytes();
        for (int partition = 0; partition < partitions.targets(); partition++) {
          context.forward(new Record<>(new BundleKey(partition, key), NOTHING, record.timestamp()));
        }
      }
    }
  }
}
