package io.spanmill.embedded;

import static java.util.concurrent.TimeUnit.DAYS;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.spanmill.otlp.OtlpFields;
import io.spanmill.otlp.RequestIndex;
import io.spanmill.wire.MalformedBytesException;
import io.spanmill.wire.ProtoReader;
import java.util.Arrays;
import java.util.function.LongSupplier;

/**
 * Tells from the spans of a request when it arrived: at the (lower) median of their ends. Ends that
 * are zero or more than a day ahead of the clock are somebody's mistake and do not count. Not
 * thread-safe.
 */
final class SpanEnds {
  /** No arrival: the request has no span with a usable end, or is malformed. */
  static final long NONE = -1;

  private final LongSupplier clockMillis;
  private final RequestIndex index = new RequestIndex();
  private final ProtoReader span = new ProtoReader();
  private long[] ends = new long[64];
  private int count;

  SpanEnds(LongSupplier clockMillis) {
    this.clockMillis = clockMillis;
  }

  /** Unix time in milliseconds, or {@link #NONE}. */
  long arrivalMillis(byte[] request) {
    count = 0;
    try {
      collect(RequestBytes.asProtobuf(request));
    } catch (MalformedBytesException deadLetterLater) {
      return NONE;
    }
    if (count == 0) {
      return NONE;
    }
    Arrays.sort(ends, 0, count);
    return NANOSECONDS.toMillis(ends[(count - 1) / 2]);
  }

  private void collect(byte[] protobuf) throws MalformedBytesException {
    long latestNanos = MILLISECONDS.toNanos(clockMillis.getAsLong() + DAYS.toMillis(1));
    index.read(protobuf);
    for (int i = 0; i < index.spans(); i++) {
      long endNanos = endNanos(protobuf, index.spanFrom(i), index.spanTo(i));
      if (endNanos > 0 && endNanos <= latestNanos) {
        add(endNanos);
      }
    }
  }

  /** Unsigned, so an end beyond 2^63 − 1 comes out negative. */
  private long endNanos(byte[] protobuf, int from, int to) throws MalformedBytesException {
    long endNanos = 0;
    span.reset(protobuf, from, to);
    while (span.next()) {
      if (span.tag() == OtlpFields.END_TIME) {
        endNanos = span.number();
      }
    }
    return endNanos;
  }

  private void add(long endNanos) {
    if (count == ends.length) {
      ends = Arrays.copyOf(ends, count * 2);
    }
    ends[count++] = endNanos;
  }
}
