package io.spanmill.receiver;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Bytes that arrive piece by piece: no more than a limit, each of them held in the budget. */
final class GrowingBytes {
  private static final int FIRST = 8 << 10;
  private static final byte[] NONE = {};

  private final Held held;
  private final int limit;
  private final String what;
  private byte[] bytes = NONE;
  private int size;

  /**
   * @param what is limited, for messages
   */
  GrowingBytes(Held held, int limit, String what) {
    this.held = held;
    this.limit = limit;
    this.what = what;
  }

  void add(ByteBuffer more) throws RefusedException {
    int count = more.remaining();
    makeRoom(count);
    more.get(bytes, size, count);
    size += count;
  }

  void add(byte[] more, int count) throws RefusedException {
    makeRoom(count);
    System.arraycopy(more, 0, bytes, size, count);
    size += count;
  }

  private void makeRoom(int count) throws RefusedException {
    if (count > limit - size) {
      throw new RefusedException(
          Refusal.TOO_LARGE, "the request is larger than " + limit + " bytes " + what);
    }
    if (count > bytes.length - size) {
      long wanted = Math.max(Math.max(FIRST, 2L * bytes.length), (long) size + count);
      int capacity = (int) Math.min(wanted, limit);
      held.add(capacity - bytes.length);
      bytes = Arrays.copyOf(bytes, capacity);
    }
  }

  int size() {
    return size;
  }

  /** Valid up to {@link #size}, until more is added. */
  byte[] array() {
    return bytes;
  }

  /** What has come from there on, and nothing beyond it; only that is held then. */
  byte[] takeFrom(int from) {
    byte[] taken =
        from == 0 && size == bytes.length ? bytes : Arrays.copyOfRange(bytes, from, size);
    held.giveBack(bytes.length - taken.length);
    bytes = NONE;
    size = 0;
    return taken;
  }

  void drop() {
    held.giveBack(bytes.length);
    bytes = NONE;
    size = 0;
  }
}
