package io.spanmill.budget;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spanmill.model.BudgetTable;
import io.spanmill.node.Counter;
import io.spanmill.node.Counters;
import io.spanmill.node.StampedRecords;
import io.spanmill.split.BundleKey;
import io.spanmill.state.BudgetTableFormat;
import io.spanmill.state.ControlRecord;
import io.spanmill.state.Stamp;
import io.spanmill.trace.Watermarks;
import io.spanmill.window.LocalSums;
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
import org.jspecify.annotations.Nullable;

/**
 * Reads what arrives for budgets in all partitions, and puts tables of thresholds in force: in each
 * partition of the spans topic, and in the archive.
 *
 * <p>An epoch is complete when a sweep has passed its end in every partition, which heartbeats
 * tell: the watermark of data may be ahead of what has been decided. At the end of all input no
 * more tables are made, as there is nobody to ask for them.
 */
public final class SetBudgets implements ProcessorSupplier<byte[], byte[], Object, Object> {
  /**
   * Where things go.
   *
   * @param tables the node that takes {@link BundleKey} {@code → ControlRecord}'s bytes
   * @param archive the node that takes names in UTF-8 {@code → ControlRecord}'s bytes, or null
   * @param deadLetters the node that takes {@code byte[] → DeadLetter}
   */
  public record Outputs(String tables, String archive, String deadLetters) {}

  private final String store;
  private final int partitions;
  private final long keptMillis;
  private final Outputs outputs;

  /**
   * @param store name of the store, a persistent format
   * @param partitions of the spans topic
   * @param keptMillis for so long after its epoch a table may be asked for
   */
  public SetBudgets(String store, int partitions, long keptMillis, Outputs outputs) {
    this.store = store;
    this.partitions = partitions;
    this.keptMillis = keptMillis;
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
      implements Processor<byte[], byte[], Object, Object>, TableMaker.Memory, TableMaker.Output {
    private Watermarks watermarks = new Watermarks();

    @SuppressWarnings("NullAway.Init") // Kafka Streams calls init first
    private ProcessorContext<Object, Object> context;

    @SuppressWarnings("NullAway.Init")
    private KeyValueStore<Bytes, byte[]> stored;

    @SuppressWarnings("NullAway.Init")
    private TableMaker maker;

    @SuppressWarnings("NullAway.Init")
    private Counters counters;

    @SuppressWarnings("NullAway.Init")
    private Counter tables;

    @SuppressWarnings("NullAway.Init")
    private StampedRecords records;

    private long timestamp;

    @Override
    public void init(ProcessorContext<Object, Object> context) {
      this.context = context;
      watermarks = new Watermarks();
      stored = context.getStateStore(store);
      counters = new Counters(context);
      tables = counters.counter("budget-tables", "Tables of thresholds that were put in force.");
      records = new StampedRecords(context, counters, store, outputs.deadLetters());
      maker = new TableMaker(keptMillis, this, this);
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

    private void take(Stamp stamp, Record<byte[], byte[]> demand) {
      if (stamp.kind() == Stamp.Kind.DATA) {
        LocalSums.read(demand.value(), maker::check); // all of it, before any counts
        LocalSums.read(demand.value(), maker::count);
        return;
      }
      long now = watermarks.observe(stamp);
      if (now != Stamp.NONE && now != Stamp.END) {
        maker.complete(now);
      }
    }

    @Override
    public void table(String name, BudgetTable table) {
      byte[] record =
          new ControlRecord(ControlRecord.Kind.BUDGET_TABLE, name, BudgetTableFormat.write(table))
              .toBytes();
      byte[] key = ControlRecord.key();
      for (int partition = 0; partition < partitions; partition++) {
        context.forward(
            new Record<>(new BundleKey(partition, key), record, timestamp), outputs.tables());
      }
      archive(name, record);
      tables.increment();
    }

    @Override
    public void forget(String name) {
      archive(name, null);
    }

    private void archive(String name, byte @Nullable [] record) {
      context.forward(new Record<>(name.getBytes(UTF_8), record, timestamp), outputs.archive());
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
