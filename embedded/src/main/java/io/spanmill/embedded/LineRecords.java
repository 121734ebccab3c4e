package io.spanmill.embedded;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One record per line, white space around it removed; blank lines are none. */
final class LineRecords implements Records {
  private final InputStream stream;
  private final byte[] buffer = new byte[1 << 16];
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private int position;
  private int limit;
  private long offset;

  LineRecords(InputStream stream) {
    this.stream = stream;
  }

  @Override
  public byte @Nullable [] next() throws IOException {
    while (readLine()) {
      offset += line.size();
      byte[] value = trimmed(line.toByteArray());
      if (value.length > 0) {
        return value;
      }
    }
    return null;
  }

  @Override
  public long offset() {
    return offset;
  }

  /** Fills {@link #line}, its line break included; false at the end of the stream. */
  private boolean readLine() throws IOException {
    line.reset();
    boolean ended = false;
    while (!ended && (position < limit || refill())) {
      int next = behindLineBreak();
      ended = buffer[next - 1] == '\n';
      line.write(buffer, position, next - position);
      position = next;
      requireShort(line.size());
    }
    return line.size() > 0;
  }

  private boolean refill() throws IOException {
    position = 0;
    limit = Math.max(0, stream.read(buffer));
    return limit > 0;
  }

  private int behindLineBreak() {
    int index = position;
    while (index < limit) {
      if (buffer[index++] == '\n') {
        break;
      }
    }
    return index;
  }

  private static void requireShort(int bytes) throws IOException {
    if (bytes > MAX_BYTES) {
      throw new IOException("a line of more than 512 MiB");
    }
  }

  private static byte[] trimmed(byte[] bytes) {
    int from = 0;
    int to = bytes.length;
    while (from < to && isBlank(bytes[from])) {
      from++;
    }
    while (to > from && isBlank(bytes[to - 1])) {
      to--;
    }
    return Arrays.copyOfRange(bytes, from, to);
  }

  private static boolean isBlank(byte character) {
    return switch (character) {
      case ' ', '\t', '\r', '\n' -> true;
      default -> false;
    };
  }
}
