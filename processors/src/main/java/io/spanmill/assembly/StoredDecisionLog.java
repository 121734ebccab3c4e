package io.spanmill.assembly;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spanmill.model.TraceId;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The decision log in a store of Kafka Streams: batches under their offset (8 bytes, big-endian;
 * their second piece and those after it with its number, from 1, in 4 bytes more), behind them what
 * was said in silence under the byte {@code fb} and the offset of the next record (8 bytes,
 * big-endian), pieces of open traces under the byte {@code fc}, the trace id and the number of the
 * piece (16 and 4 bytes, big-endian), what budgets have counted under the byte {@code fd} and the
 * budget in UTF-8, what is in force under the byte {@code fe} and its name in UTF-8, and last the
 * mark under the byte {@code ff}.
 */
final class StoredDecisionLog implements DecisionLog {
  static final byte CONTROL = (byte) 0xfe;
  static final byte BUDGET = (byte) 0xfd;
  static final byte PIECE = (byte) 0xfc;
  static final byte SILENCE = (byte) 0xfb;
  static final int PIECE_KEY = 1 + 16 + 4;
  private static final Bytes MARK = Bytes.wrap(markKey());

  /** No byte of UTF-8 is that large. */
  private static final Bytes BEHIND_CONTROLS = Bytes.wrap(new byte[] {CONTROL, (byte) 0xff});

  private final KeyValueStore<Bytes, byte[]> store;

  StoredDecisionLog(KeyValueStore<Bytes, byte[]> store) {
    this.store = store;
  }

  static byte[] markKey() {
    return new byte[] {(byte) 0xff};
  }

  /**
   * @param piece of the batch, from 0 on
   */
  static byte[] batchKey(long offset, int piece) {
    int length = piece == 0 ? Long.BYTES : Long.BYTES + Integer.BYTES;
    ByteBuffer key = ByteBuffer.allocate(length).putLong(offset);
    return piece == 0 ? key.array() : key.putInt(piece).array();
  }

  private static Bytes key(long offset) {
    return key(offset, 0);
  }

  private static Bytes key(byte kind, String name) {
    byte[] utf8 = name.getBytes(UTF_8);
    return Bytes.wrap(ByteBuffer.allocate(1 + utf8.length).put(kind).put(utf8).array());
  }

  static byte[] silenceKey(long offset) {
    return ByteBuffer.allocate(1 + Long.BYTES).put(SILENCE).putLong(offset).array();
  }

  private static Bytes silence(long offset) {
    return Bytes.wrap(silenceKey(offset));
  }

  private static Bytes key(TraceId trace, int number) {
    ByteBuffer key = ByteBuffer.allocate(PIECE_KEY).put(PIECE);
    return Bytes.wrap(key.putLong(trace.high()).putLong(trace.low()).putInt(number).array());
  }

  private static Bytes key(long offset, int piece) {
    return Bytes.wrap(batchKey(offset, piece));
  }

  @Override
  public void write(long offset, int first, List<byte[]> pieces) {
    for (int i = 0; i < pieces.size(); i++) {
      store.put(key(offset, first + i), pieces.get(i));
    }
  }

  @Override
  public List<byte[]> read(long offset) {
    List<byte[]> pieces = new ArrayList<>(1);
    byte[] piece = store.get(key(offset));
    while (piece != null) {
      pieces.add(piece);
      piece = store.get(key(offset, pieces.size()));
    }
    return pieces;
  }

  @Override
  public void delete(long offset) {
    int piece = 0;
    while (store.delete(key(offset, piece)) != null) {
      piece++;
    }
  }

  @Override
  public void forEach(ObjLongConsumer<byte[]> piece) {
    try (KeyValueIterator<Bytes, byte[]> all = store.range(key(0), key(Long.MAX_VALUE))) {
      while (all.hasNext()) {
        KeyValue<Bytes, byte[]> stored = all.next();
        piece.accept(stored.value, ByteBuffer.wrap(stored.key.get()).getLong());
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

  @Override
  public void writePiece(TraceId trace, int number, byte[] piece) {
    store.put(key(trace, number), piece);
  }

  @Override
  public void deletePiece(TraceId trace, int number) {
    store.delete(key(trace, number));
  }

  @Override
  public void forEachPiece(BiConsumer<TraceId, byte[]> piece) {
    try (KeyValueIterator<Bytes, byte[]> all = store.range(key(PIECE, ""), key(BUDGET, ""))) {
      while (all.hasNext()) {
        KeyValue<Bytes, byte[]> stored = all.next();
        ByteBuffer key = ByteBuffer.wrap(stored.key.get());
        if (key.get() == PIECE) {
          piece.accept(new TraceId(key.getLong(), key.getLong()), stored.value);
        }
      }
    }
  }

  @Override
  public void writeControl(String name, byte[] control) {
    store.put(key(CONTROL, name), control);
  }

  @Override
  public void deleteControl(String name) {
    store.delete(key(CONTROL, name));
  }

  @Override
  public void forEachControl(Consumer<byte[]> control) {
    try (KeyValueIterator<Bytes, byte[]> all = store.range(key(CONTROL, ""), BEHIND_CONTROLS)) {
      while (all.hasNext()) {
        control.accept(all.next().value);
      }
    }
  }

  @Override
  public void writeBudget(String budget, byte[] counted) {
    store.put(key(BUDGET, budget), counted);
  }

  @Override
  public void deleteBudget(String budget) {
    store.delete(key(BUDGET, budget));
  }

  @Override
  public void forEachBudget(BiConsumer<String, byte[]> counted) {
    try (KeyValueIterator<Bytes, byte[]> all = store.range(key(BUDGET, ""), key(CONTROL, ""))) {
      while (all.hasNext()) {
        KeyValue<Bytes, byte[]> next = all.next();
        byte[] key = next.key.get();
        if (key[0] == BUDGET) {
          counted.accept(new String(key, 1, key.length - 1, UTF_8), next.value);
        }
      }
    }
  }

  @Override
  public void writeSilence(long offset, byte[] stamp) {
    store.put(silence(offset), stamp);
  }

  @Override
  public void deleteSilence(long offset) {
    store.delete(silence(offset));
  }

  @Override
  public void forEachSilence(ObjLongConsumer<byte[]> stamp) {
    try (KeyValueIterator<Bytes, byte[]> all = store.range(silence(0), silence(Long.MAX_VALUE))) {
      while (all.hasNext()) {
        KeyValue<Bytes, byte[]> stored = all.next();
        stamp.accept(stored.value, ByteBuffer.wrap(stored.key.get()).getLong(1));
      }
    }
  }
}
