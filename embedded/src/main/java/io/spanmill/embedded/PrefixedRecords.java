package io.spanmill.embedded;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** {@code [4-byte big-endian length][record]}, again and again. */
final class PrefixedRecords implements Records {
  private final InputStream stream;
  private long offset;

  PrefixedRecords(InputStream stream) {
    this.stream = stream;
  }

  @Override
  public byte @Nullable [] next() throws IOException {
    byte[] prefix = stream.readNBytes(Integer.BYTES);
    if (prefix.length == 0) {
      return null;
    }
    require(prefix.length == Integer.BYTES);
    long length = Integer.toUnsignedLong(ByteBuffer.wrap(prefix).getInt());
    require(length <= MAX_BYTES);
    byte[] value = stream.readNBytes((int) length);
    require(value.length == length);
    offset += prefix.length + length;
    return value;
  }

  @Override
  public long offset() {
    return offset;
  }

  private static void require(boolean whole) throws EOFException {
    if (!whole) {
      throw new EOFException();
    }
  }
}
