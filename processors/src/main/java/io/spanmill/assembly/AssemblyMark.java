package io.spanmill.assembly;

import io.spanmill.state.Stamp;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * How far an assembler has come, as it is stored at each of its sweeps.
 *
 * <pre>
 * version 1   1 byte   1
 * swept at    8 bytes  milliseconds of the watermark at the last sweep, big-endian as all numbers
 * low water   8 bytes  offset in the spans topic: nothing below it is needed any more
 * time there  8 bytes  milliseconds of the watermark when that record had been read
 * swept there 8 bytes  milliseconds of the last sweep by then
 * stamps      to the end: 2 bytes length and a {@link Stamp}, the last by then of each source
 * </pre>
 */
record AssemblyMark(long sweptMillis, Point lowWater) {
  /**
   * From where the spans topic can be read again, and what was known of time there.
   *
   * @param millis the watermark, or {@link Stamp#NONE}
   * @param sweptMillis the watermark at the last sweep, or {@link Stamp#NONE}
   */
  record Point(long offset, long millis, long sweptMillis, List<Stamp> stamps) {
    static final Point START = new Point(0, Stamp.NONE, Stamp.NONE, List.of());
  }

  static final AssemblyMark START = new AssemblyMark(Stamp.NONE, Point.START);

  private static final byte VERSION = 1;
  private static final int FIXED = 1 + 4 * Long.BYTES;

  byte[] toBytes() {
    List<byte[]> spelled = lowWater.stamps().stream().map(Stamp::toBytes).toList();
    int size = FIXED + spelled.stream().mapToInt(bytes -> 2 + bytes.length).sum();
    ByteBuffer out = ByteBuffer.allocate(size).put(VERSION).putLong(sweptMillis);
    out.putLong(lowWater.offset()).putLong(lowWater.millis()).putLong(lowWater.sweptMillis());
    spelled.forEach(bytes -> out.putShort((short) bytes.length).put(bytes));
    return out.array();
  }

  /**
   * @throws IllegalArgumentException if these are not the bytes of a mark, or of another version
   */
  static AssemblyMark of(byte[] bytes) {
    try {
      return read(ByteBuffer.wrap(bytes));
    } catch (BufferUnderflowException | NegativeArraySizeException broken) {
      throw new IllegalArgumentException("mark that is cut short", broken);
    }
  }

  private static AssemblyMark read(ByteBuffer in) {
    byte version = in.get();
    if (version != VERSION) {
      throw new IllegalArgumentException("mark of version " + version + ", not " + VERSION);
    }
    long sweptMillis = in.getLong();
    long offset = in.getLong();
    long millis = in.getLong();
    long sweptThere = in.getLong();
    List<Stamp> stamps = new ArrayList<>();
    while (in.hasRemaining()) {
      byte[] stamp = new byte[in.getShort()];
      in.get(stamp);
      stamps.add(Stamp.of(stamp));
    }
    return new AssemblyMark(sweptMillis, new Point(offset, millis, sweptThere, stamps));
  }
}
