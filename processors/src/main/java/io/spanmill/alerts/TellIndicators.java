package io.spanmill.alerts;

import io.spanmill.model.Indicator;
import io.spanmill.model.IndicatorSum;
import io.spanmill.split.BundleKey;
import io.spanmill.state.IndicatorFormat;
import io.spanmill.state.Stamp;
import io.spanmill.window.LocalSums;
import io.spanmill.wire.ProtoWriter;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Tells those who raise alerts what the world is told, point by point. Says nothing of time, which
 * others tell. Keeps no state.
 *
 * @param <K> whom a point is about, with its window
 * @param <P> the point
 */
public final class TellIndicators<K, P> implements ProcessorSupplier<K, P, BundleKey, byte[]> {
  /** Takes what a point says. */
  public interface Output {
    void indicator(Indicator indicator, IndicatorSum sum);
  }

  /** Knows what a point says. */
  @FunctionalInterface
  public interface Reading<K, P> {
    /**
     * @param point null if nothing is left
     */
    void read(K key, @Nullable P point, Output output);
  }

  private final String source;
  private final Reading<K, P> reading;

  /**
   * @param source topic of the sums that points are made of
   */
  public TellIndicators(String source, Reading<K, P> reading) {
    this.source = source;
    this.reading = reading;
  }

  @Override
  public Processor<K, P, BundleKey, byte[]> get() {
    return new Node();
  }

  private final class Node implements Processor<K, P, BundleKey, byte[]> {
    private final LocalSums<IndicatorSum> sums = new LocalSums<>(new IndicatorFormat(), 1);
    private final ProtoWriter key = new ProtoWriter(256);

    @SuppressWarnings("NullAway.Init") // Kafka Streams calls init first
    private ProcessorContext<BundleKey, byte[]> context;

    @Override
    public void init(ProcessorContext<BundleKey, byte[]> context) {
      this.context = context;
    }

    @Override
    public void process(Record<K, P> record) {
      reading.read(
          record.key(),
          record.value(),
          (indicator, sum) -> sums.at(IndicatorFormat.writeKey(indicator, key.clear())).add(sum));
      sums.drain((partition, batch) -> forward(batch, record.timestamp()));
    }

    private void forward(byte[] batch, long timestamp) {
      int partition = context.taskId().partition();
      Stamp stamp = new Stamp(Stamp.Kind.DATA, source, partition, 0, Stamp.NONE, Stamp.NONE);
      context.forward(new Record<>(new BundleKey(0, stamp.toBytes()), batch, timestamp));
    }
  }
}
