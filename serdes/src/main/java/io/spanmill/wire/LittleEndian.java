package io.spanmill.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Fixed-width numbers in protobuf's byte order. */
public final class LittleEndian {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private LittleEndian() {}

  public static long readLong(byte[] bytes, int at) {
    return (long) LONG.get(bytes, at);
  }

  public static int readInt(byte[] bytes, int at) {
    return (int) INT.get(bytes, at);
  }

  static void writeLong(byte[] bytes, int at, long value) {
    LONG.set(bytes, at, value);
  }

  public static void writeInt(byte[] bytes, int at, int value) {
    INT.set(bytes, at, value);
  }
}
