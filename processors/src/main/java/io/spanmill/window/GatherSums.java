package io.spanmill.window;

import io.spanmill.node.Counter;
import io.spanmill.node.Counters;
import io.spanmill.split.BundleKey;
import io.spanmill.state.Stamp;
import io.spanmill.state.SumFormat;
import io.spanmill.trace.Milled;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Adds up what is decided in one partition, and sends the sums on to where their series meet,
 * within the same call: nothing is held back that a commit could miss. Keeps no state; what a call
 * had gathered that came to no end is forgotten where the task begins again.
 *
 * @param <S> the sum
 */
public final class GatherSums<S> implements ProcessorSupplier<Object, Milled, BundleKey, byte[]> {
  private final SumPartitions partitions;
  private final SumFormat<?, S> format;
  private final Function<LocalSums<S>, Gatherer> gatherers;

  public GatherSums(
      SumPartitions partitions,
      SumFormat<?, S> format,
      Function<LocalSums<S>, Gatherer> gatherers) {
    this.partitions = partitions;
    this.format = format;
    this.gatherers = gatherers;
  }

  @Override
  public Processor<Object, Milled, BundleKey, byte[]> get() {
    return new Node();
  }

  private final class Node implements Processor<Object, Milled, BundleKey, byte[]> {
    @SuppressWarnings("NullAway.Init") // Kafka Streams calls init first
    private ProcessorContext<BundleKey, byte[]> context;

    @SuppressWarnings("NullAway.Init")
    private LocalSums<S> sums;

    @SuppressWarnings("NullAway.Init")
    private Gatherer gatherer;

    @SuppressWarnings("NullAway.Init")
    private List<Gatherer.Count> counts;

    @SuppressWarnings("NullAway.Init")
    private Counters counters;

    private final List<Counter> counted = new ArrayList<>();
    private long timestamp;
    private long sweptMillis = Stamp.NONE;

    @Override
    public void init(ProcessorContext<BundleKey, byte[]> context) {
      this.context = context;
      sums = new LocalSums<>(format, partitions.targets(), this::leaveEarly);
      gatherer = gatherers.apply(sums);
      counts = gatherer.counts();
      sweptMillis = Stamp.NONE;
      counters = new Counters(context);
      counts.forEach(count -> counted.add(counters.counter(count.name(), count.help())));
    }

    @Override
    public void close() {
      counters.close();
      counted.clear();
    }

    @Override
    public void process(Record<Object, Milled> record) {
      Milled milled = record.value();
      timestamp = record.timestamp();
      if (milled instanceof Milled.Closed closed) {
        gatherer.closed(closed);
      } else if (milled instanceof Milled.Late late) {
        gatherer.late(late);
      } else if (milled instanceof Milled.Swept swept) {
        leave(swept);
      }
    }

    private void leave(Milled.Swept swept) {
      sweptMillis = swept.watermarkMillis();
      count();
      byte[] stamp = stamp(sweptMillis);
      sums.drain((partition, batch) -> forward(partition, stamp, batch));
    }

    private void count() {
      for (int i = 0; i < counted.size(); i++) {
        counted.get(i).add(counts.get(i).soFar().getAsLong() - counted.get(i).count());
      }
    }

    /** In the midst of a sweep: time is where the one before had come. */
    private void leaveEarly(int partition, byte[] batch) {
      long before = sweptMillis == Stamp.END ? Stamp.NONE : sweptMillis;
      forward(partition, stamp(before), batch);
    }

    private byte[] stamp(long watermark) {
      return partitions.stamp(Stamp.Kind.DATA, context.taskId().partition(), watermark).toBytes();
    }

    private void forward(int partition, byte[] key, byte[] value) {
      context.forward(new Record<>(new BundleKey(partition, key), value, timestamp));
    }
  }
}
