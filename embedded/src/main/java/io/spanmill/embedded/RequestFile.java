package io.spanmill.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The requests of one file, each with its arrival. A request that does not tell when it arrived did
 * so with the one before it; the first ones of a file with the first one that tells.
 */
final class RequestFile implements AutoCloseable {
  /** So much of a file's beginning is held while looking for the first arrival. */
  private static final long LOOK_AHEAD_BYTES = 64L << 20;

  private final RecordFile records;
  private final SpanEnds ends;
  private final Queue<byte[]> ahead = new ArrayDeque<>();
  private long arrivalMillis;

  /**
   * Reads up to the first arrival.
   *
   * @param clockMillis tells the arrivals of a file that tells none; and see {@link SpanEnds}
   */
  RequestFile(Path path, LongSupplier clockMillis) throws IOException {
    records = RecordFile.open(path);
    ends = new SpanEnds(clockMillis);
    try {
      findFirstArrival(clockMillis);
    } catch (IOException e) {
      records.close();
      throw e;
    }
  }

  /** Null at the end of the file. */
  @Nullable StoredRequest next() throws IOException {
    byte[] value = ahead.isEmpty() ? read() : ahead.remove();
    return value == null ? null : new StoredRequest(value, arrivalMillis);
  }

  /** Bytes of the file, as it is stored, that were read so far. */
  long bytesRead() {
    return records.bytesRead();
  }

  @Override
  public void close() throws IOException {
    records.close();
  }

  private void findFirstArrival(LongSupplier clockMillis) throws IOException {
    arrivalMillis = SpanEnds.NONE;
    long held = 0;
    while (arrivalMillis == SpanEnds.NONE && held < LOOK_AHEAD_BYTES) {
      byte[] value = read();
      if (value == null) {
        break;
      }
      ahead.add(value);
      held += value.length;
    }
    if (arrivalMillis == SpanEnds.NONE) {
      arrivalMillis = clockMillis.getAsLong();
    }
  }

  private byte @Nullable [] read() throws IOException {
    byte[] value = records.next();
    if (value != null) {
      long told = ends.arrivalMillis(value);
      arrivalMillis = told == SpanEnds.NONE ? arrivalMillis : told;
    }
    return value;
  }
}
