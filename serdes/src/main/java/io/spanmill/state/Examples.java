package io.spanmill.state;

import io.spanmill.model.LongestTraces;
import io.spanmill.wire.ByteReader;
import io.spanmill.wire.ProtoWriter;

/**
 * Example traces as they are stored.
 *
 * <pre>
 * number of examples (varint), then of each the trace id (16 bytes) and the nanoseconds (varint)
 * </pre>
 */
final class Examples {
  private static final int LEAST_BYTES = 16 + 1;

  private Examples() {}

  static void write(LongestTraces examples, ProtoWriter out) {
    out.writeVarint(examples.size());
    for (int i = 0; i < examples.size(); i++) {
      out.writeFixed64(Long.reverseBytes(examples.high(i)));
      out.writeFixed64(Long.reverseBytes(examples.low(i)));
      out.writeVarint(examples.nanos(i));
    }
  }

  /**
   * @throws IllegalArgumentException if these are not the bytes of any
   */
  static void readInto(LongestTraces examples, ByteReader in) {
    for (int left = in.readCount(LEAST_BYTES); left > 0; left--) {
      long high = Long.reverseBytes(in.readFixed64());
      long low = Long.reverseBytes(in.readFixed64());
      examples.add(high, low, in.readVarint());
    }
  }
}
