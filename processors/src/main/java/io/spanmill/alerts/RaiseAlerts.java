package io.spanmill.alerts;

import io.spanmill.model.Alert;
import io.spanmill.model.IndicatorSum;
import io.spanmill.node.Counter;
import io.spanmill.node.Counters;
import io.spanmill.node.StampedRecords;
import io.spanmill.state.IndicatorFormat;
import io.spanmill.state.Stamp;
import io.spanmill.trace.Watermarks;
import io.spanmill.window.LocalSums;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where all indicators meet, in one partition: an {@link AlertBook} in a store. Alerts leave in the
 * transaction in which they arose, so that each is told exactly once. What cannot be read is a dead
 * letter, as a whole.
 */
public final class RaiseAlerts implements ProcessorSupplier<byte[], byte[], Object, Object> {
  private static final Logger LOG = LoggerFactory.getLogger(RaiseAlerts.class);

  /**
   * Where things go.
   *
   * @param alerts the node that takes {@code Alert → Alert}, or {@code Alert → null} for one of
   *     which nothing came
   * @param deadLetters the node that takes {@code byte[] → DeadLetter}
   */
  public record Outputs(String alerts, String deadLetters) {}

  private final String store;
  private final AlertsConfig config;
  private final Outputs outputs;

  /**
   * @param store name of the store, a persistent format
   */
  public RaiseAlerts(String store, AlertsConfig config, Outputs outputs) {
    this.store = store;
    this.config = config;
    this.outputs = outputs;
  }

  @Override
  public Set<StoreBuilder<?>> stores() {
    return Set.of(
        Stores.keyValueStoreBuilder(
                Stores.persistentKeyValueStore(store), Serdes.Bytes(), Serdes.ByteArray())
            .withCachingEnabled());
  }

  @Override
  public Processor<byte[], byte[], Object, Object> get() {
    return new Node();
  }

  private final class Node
      implements Processor<byte[], byte[], Object, Object>, AlertBook.Memory, AlertBook.Output {
    private final IndicatorFormat format = new IndicatorFormat();
    private Watermarks watermarks = new Watermarks();

    @SuppressWarnings("NullAway.Init") // Kafka Streams calls init first
    private ProcessorContext<Object, Object> context;

    @SuppressWarnings("NullAway.Init")
    private KeyValueStore<Bytes, byte[]> stored;

    @SuppressWarnings("NullAway.Init")
    private AlertBook book;

    @SuppressWarnings("NullAway.Init")
    private Counters counters;

    @SuppressWarnings("NullAway.Init")
    private Counter fired;

    @SuppressWarnings("NullAway.Init")
    private Counter resolved;

    @SuppressWarnings("NullAway.Init")
    private Counter unwatched;

    @SuppressWarnings("NullAway.Init")
    private StampedRecords records;

    private long timestamp;
    private boolean warned;

    @Override
    public void init(ProcessorContext<Object, Object> context) {
      this.context = context;
      watermarks = new Watermarks();
      stored = context.getStateStore(store);
      counters = new Counters(context);
      String help = "Alerts that came into a state.";
      fired = counters.counter("alerts", help, "state", Alert.State.FIRING.label());
      resolved = counters.counter("alerts", help, "state", Alert.State.RESOLVED.label());
      unwatched =
          counters.counter(
              "unwatched-indicators", "Counts for objectives that were beyond the limit.");
      records = new StampedRecords(context, counters, store, outputs.deadLetters());
      book = new AlertBook(config, this, this);
    }

    @Override
    public void close() {
      counters.close();
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
      timestamp = record.timestamp();
      records.read(record, this::take);
    }

    private void take(Stamp stamp, Record<byte[], byte[]> indicators) {
      if (stamp.kind() == Stamp.Kind.DATA) {
        read(indicators.value()).forEach(one -> book.observe(one.getKey(), one.getValue()));
        countUnwatched();
        if (watermarks.now() == Stamp.END) {
          book.end();
        }
        return;
      }
      long now = watermarks.observe(stamp);
      if (now == Stamp.END) {
        book.end();
      } else if (now != Stamp.NONE) {
        book.advance(now);
      }
    }

    /** All of it, before any counts. */
    private List<Map.Entry<byte[], IndicatorSum>> read(byte[] batch) {
      List<Map.Entry<byte[], IndicatorSum>> indicators = new ArrayList<>();
      LocalSums.read(
          batch,
          (key, sum) -> {
            book.check(key);
            indicators.add(Map.entry(key, format.read(sum)));
          });
      return indicators;
    }

    private void countUnwatched() {
      unwatched.add(book.unwatched() - unwatched.count());
      if (!warned && book.unwatched() > 0) {
        warned = true;
        LOG.warn(
            "objectives match more than {} services, operations and calls: the rest is not watched,"
                + " see alerts.max_series (said once, and counted from now on)",
            config.maxSeries());
      }
    }

    @Override
    public void tell(Alert alert) {
      if (alert.state() == Alert.State.FIRING) {
        fired.increment();
      } else if (alert.state() == Alert.State.RESOLVED) {
        resolved.increment();
      }
      context.forward(new Record<>(alert, alert, timestamp), outputs.alerts());
    }

    @Override
    public void withdraw(Alert alert) {
      context.forward(new Record<>(alert, null, timestamp), outputs.alerts());
    }

    @Override
    public void put(byte[] key, byte[] value) {
      stored.put(Bytes.wrap(key), value);
    }

    @Override
    public void delete(byte[] key) {
      stored.delete(Bytes.wrap(key));
    }

    @Override
    public void forEach(BiConsumer<byte[], byte[]> reader) {
      try (KeyValueIterator<Bytes, byte[]> all = stored.all()) {
        while (all.hasNext()) {
          KeyValue<Bytes, byte[]> next = all.next();
          reader.accept(next.key.get(), next.value);
        }
      }
    }
  }
}
