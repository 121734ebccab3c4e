package io.spanmill.assembly;

import io.spanmill.state.Stamp;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * How far an assembler has come, as it is stored at each of its sweeps.
 *
 * <pre>
 * version 1   1 byte   1
 * swept at    8 bytes  milliseconds of the watermark, big-endian as all numbers
 * low water   8 bytes  offset in the spans topic: nothing below it is needed any more
 * stamps      to the end: 2 bytes length and a {@link Stamp}, the last of each source
 * </pre>
 */
record AssemblyMark(long sweptMillis, long lowWater, List<Stamp> stamps) {
  private static final byte VERSION = 1;

  byte[] toBytes() {
    List<byte[]> spelled = stamps.stream().map(Stamp::toBytes).toList();
    int size = 17 + spelled.stream().mapToInt(bytes -> 2 + bytes.length).sum();
    ByteBuffer out = ByteBuffer.allocate(size).put(VERSION).putLong(sweptMillis).putLong(lowWater);
    spelled.forEach(bytes -> out.putShort((short) bytes.length).put(bytes));
    return out.array();
  }

  static AssemblyMark of(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    if (in.get() != VERSION) {
      throw new IllegalStateException("mark of version " + bytes[0] + ", not " + VERSION);
    }
    long sweptMillis = in.getLong();
    long lowWater = in.getLong();
    List<Stamp> stamps = new ArrayList<>();
    while (in.hasRemaining()) {
      byte[] stamp = new byte[in.getShort()];
      in.get(stamp);
      stamps.add(Stamp.of(stamp));
    }
    return new AssemblyMark(sweptMillis, lowWater, stamps);
  }
}
