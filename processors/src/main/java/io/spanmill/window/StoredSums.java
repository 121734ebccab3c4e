package io.spanmill.window;

import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Sums in a store of Kafka Streams. */
final class StoredSums implements SumMemory {
  private final KeyValueStore<Bytes, byte[]> store;

  StoredSums(KeyValueStore<Bytes, byte[]> store) {
    this.store = store;
  }

  @Override
  public byte @Nullable [] get(byte[] key) {
    return store.get(Bytes.wrap(key));
  }

  @Override
  public void put(byte[] key, byte[] value) {
    store.put(Bytes.wrap(key), value);
  }

  @Override
  public void delete(byte[] key) {
    store.delete(Bytes.wrap(key));
  }

  @Override
  public void scan(byte[] from, byte @Nullable [] below, Visitor visitor) {
    Bytes end = below == null ? null : Bytes.wrap(below);
    try (KeyValueIterator<Bytes, byte[]> stored = store.range(Bytes.wrap(from), end)) {
      boolean more = true;
      while (more && stored.hasNext()) {
        KeyValue<Bytes, byte[]> next = stored.next();
        more = !next.key.equals(end) && visitor.visit(next.key.get(), next.value);
      }
    }
  }
}
