package io.spanmill.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanmill.model.RedPoint;
import io.spanmill.model.RedSeries;
import io.spanmill.model.RedSum;
import io.spanmill.state.RedFormat;
import io.spanmill.state.Stamp;
import io.spanmill.state.SumFormat;
import io.spanmill.window.AccumulateSums;
import io.spanmill.window.LocalSums;
import io.spanmill.wire.ProtoWriter;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the world has been told of windows that are gone stays true over restarts. */
final class WindowRestartTest {
  private static final String STORE = "red-windows";
  private static final long WINDOW = 10_000;
  private static final long RETENTION = 60_000;
  private static final long NOON = 1_767_268_800_000L;

  private final KeyValueStore<Bytes, byte[]> store =
      Stores.keyValueStoreBuilder(
              Stores.inMemoryKeyValueStore(STORE), Serdes.Bytes(), Serdes.ByteArray())
          .withLoggingDisabled()
          .build();

  /** What the world knows: the last that it was told of each key. */
  private final Map<RedSeries, Long> told = new HashMap<>();

  private MockProcessorContext<Object, Object> context = new MockProcessorContext<>();
  private Processor<byte[], byte[], Object, Object> node = accumulator();

  @BeforeEach
  void openStore() {
    store.init(context.getStateStoreContext(), store);
    start();
  }

  private void start() {
    context = new MockProcessorContext<>();
    context.setCurrentSystemTimeMs(NOON);
    context.addStateStore(store);
    node = accumulator();
    node.init(context);
  }

  private static Processor<byte[], byte[], Object, Object> accumulator() {
    return new AccumulateSums<>(
            new AccumulateSums.Windows<>(
                STORE,
                new RedFormat(),
                WINDOW,
                RETENTION,
                Duration.ofSeconds(1),
                100,
                RedPoint::new),
            new AccumulateSums.Outputs("points", "dead-letters"))
        .get();
  }

  @Test
  void aWindowThatIsGoneDoesNotBeginAnewAfterARestart() {
    hear(0, NOON, 2, 3); // the other source has not been heard yet: there is no time
    tell();
    hear(1, NOON, 2, 0);
    tell();
    start();
    hear(0, NOON, 2, 1);
    tell();
    assertThat(told.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(4);
  }

  @Test
  void aWindowThatIsGoneDoesNotBeginAnewAtTheEnd() {
    hear(0, 0, 1, 1);
    tell();
    hear(0, NOON, 1, 0);
    tell();
    hear(0, Stamp.END, 1, 1);
    tell();
    assertThat(told.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(2);
  }

  /** A source says what time it is, and brings calls of the window that begins in 1970. */
  private void hear(int source, long watermark, int sources, int calls) {
    LocalSums<RedSum> sums = new LocalSums<>(new RedFormat(), 1);
    for (int i = 0; i < calls; i++) {
      ProtoWriter key = new ProtoWriter(64);
      SumFormat.writeWindow(0, key);
      key.writeByte(1).writeByte(0).writeSized("a").writeSized("b");
      sums.at(key).add(1_000, 1);
    }
    Stamp.Kind kind = watermark == Stamp.END ? Stamp.Kind.ENDED : Stamp.Kind.DATA;
    byte[] stamp =
        new Stamp(kind, "spanmill-spans", source, sources, watermark, watermark).toBytes();
    if (calls == 0) {
      node.process(new Record<>(stamp, new byte[0], 0));
    }
    sums.drain((partition, batch) -> node.process(new Record<>(stamp, batch, 0)));
  }

  private void tell() {
    context.scheduledPunctuators().get(0).getPunctuator().punctuate(0);
    context
        .forwarded()
        .forEach(
            forward -> {
              RedPoint point = (RedPoint) forward.record().value();
              told.put((RedSeries) forward.record().key(), point.sum().calls());
            });
    context.resetForwards();
  }
}
