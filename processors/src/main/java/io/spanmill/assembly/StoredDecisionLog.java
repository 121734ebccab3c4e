package io.spanmill.assembly;

import java.nio.ByteBuffer;
import java.util.function.ObjLongConsumer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The decision log in a store of Kafka Streams: batches under their offset (8 bytes, big-endian),
 * and the mark under a key that stands behind them all.
 */
final class StoredDecisionLog implements DecisionLog {
  private static final Bytes MARK = Bytes.wrap(new byte[] {(byte) 0xff});

  private final KeyValueStore<Bytes, byte[]> store;

  StoredDecisionLog(KeyValueStore<Bytes, byte[]> store) {
    this.store = store;
  }

  private static Bytes key(long offset) {
    return Bytes.wrap(ByteBuffer.allocate(Long.BYTES).putLong(offset).array());
  }

  @Override
  public void write(long offset, byte[] batch) {
    store.put(key(offset), batch);
  }

  @Override
  public byte @Nullable [] read(long offset) {
    return store.get(key(offset));
  }

  @Override
  public void delete(long offset) {
    store.delete(key(offset));
  }

  @Override
  public void forEach(ObjLongConsumer<byte[]> batch) {
    try (KeyValueIterator<Bytes, byte[]> all = store.range(key(0), key(Long.MAX_VALUE))) {
      while (all.hasNext()) {
        KeyValue<Bytes, byte[]> stored = all.next();
        batch.accept(stored.value, ByteBuffer.wrap(stored.key.get()).getLong());
      }
    }
  }

  @Override
  public void writeMark(byte[] mark) {
    store.put(MARK, mark);
  }

  @Override
  public byte @Nullable [] readMark() {
    return store.get(MARK);
  }
}
