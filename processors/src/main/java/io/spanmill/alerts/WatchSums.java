package io.spanmill.alerts;

import io.spanmill.model.IndicatorSum;
import io.spanmill.split.BundleKey;
import io.spanmill.state.IndicatorFormat;
import io.spanmill.state.Stamp;
import io.spanmill.state.SumKind;
import io.spanmill.trace.Watermarks;
import io.spanmill.window.LocalSums;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Reads partial sums beside the node that puts them together, and sends what objectives ask of them
 * to where it all meets, within the same call; and how far time has come in its partition. What
 * cannot be read is refused by the other node. Keeps no state.
 */
public final class WatchSums implements ProcessorSupplier<byte[], byte[], BundleKey, byte[]> {
  /** Time is told when it has moved on by this much. */
  private static final long TELL_MILLIS = 1000;

  private static final byte[] NOTHING = {};

  /**
   * What stamps say.
   *
   * @param topic of the sums
   * @param partitions of that topic
   */
  public record Source(String topic, int partitions) {}

  private final Source source;
  private final List<Function<LocalSums<IndicatorSum>, SumProjection>> projections;

  /**
   * @param projections one for each kind of sums that is asked
   */
  public WatchSums(
      Source source, List<Function<LocalSums<IndicatorSum>, SumProjection>> projections) {
    this.source = source;
    this.projections = List.copyOf(projections);
  }

  @Override
  public Processor<byte[], byte[], BundleKey, byte[]> get() {
    return new Node();
  }

  private final class Node implements Processor<byte[], byte[], BundleKey, byte[]> {
    private final LocalSums<IndicatorSum> sums = new LocalSums<>(new IndicatorFormat(), 1);
    private final Map<SumKind, SumProjection> asked = new EnumMap<>(SumKind.class);
    private Watermarks watermarks = new Watermarks();

    @SuppressWarnings("NullAway.Init") // Kafka Streams calls init first
    private ProcessorContext<BundleKey, byte[]> context;

    private long toldMillis = Stamp.NONE;

    @Override
    public void init(ProcessorContext<BundleKey, byte[]> context) {
      this.context = context;
      watermarks = new Watermarks();
      toldMillis = Stamp.NONE;
      projections.stream().map(of -> of.apply(sums)).forEach(one -> asked.put(one.kind(), one));
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
      if (record.key() == null || record.value() == null) {
        return;
      }
      try {
        Stamp stamp = Stamp.of(record.key());
        if (record.value().length > 0) {
          project(record.value());
          sums.drain((partition, batch) -> forward(Stamp.Kind.DATA, record, batch));
        }
        observe(stamp, record);
      } catch (IllegalArgumentException notOurs) {
        sums.drain((partition, batch) -> {}); // none of it counts
      }
    }

    private void project(byte[] batch) {
      SumProjection projection = asked.get(LocalSums.kindOf(batch));
      if (projection != null) {
        LocalSums.read(batch, projection::add);
      }
    }

    /** Only what comes after all data of a sweep tells how far that has come. */
    private void observe(Stamp stamp, Record<byte[], byte[]> record) {
      if (stamp.kind() == Stamp.Kind.DATA) {
        return;
      }
      long now = watermarks.observe(stamp);
      boolean moved = toldMillis == Stamp.NONE || toldMillis == Stamp.END;
      if (now != Stamp.NONE && now != toldMillis && (moved || now - toldMillis >= TELL_MILLIS)) {
        toldMillis = now;
        forward(now == Stamp.END ? Stamp.Kind.ENDED : Stamp.Kind.HEARTBEAT, record, NOTHING);
      }
    }

    private void forward(Stamp.Kind kind, Record<byte[], byte[]> record, byte[] value) {
      Stamp stamp =
          new Stamp(
              kind,
              source.topic(),
              context.taskId().partition(),
              source.partitions(),
              toldMillis,
              toldMillis);
      context.forward(new Record<>(new BundleKey(0, stamp.toBytes()), value, record.timestamp()));
    }
  }
}
