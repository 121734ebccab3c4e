package io.spanmill.state;

import io.spanmill.model.BudgetTable;
import io.spanmill.wire.ByteReader;
import io.spanmill.wire.ProtoWriter;

/**
 * A budget's table as it stands in the stream.
 *
 * <pre>
 * version 1     1 byte
 * policy        text behind its length (varint)
 * epoch         zigzag
 * budget        8 bytes, IEEE 754, big-endian as all that follows
 * arrived       8 bytes, IEEE 754
 * kept          8 bytes, IEEE 754
 * unlisted      8 bytes
 * to the end    16 bytes each: a key's hash, ascending as signed numbers; its threshold
 * </pre>
 */
public final class BudgetTableFormat {
  private static final byte VERSION = 1;
  private static final int ENTRY_BYTES = 2 * Long.BYTES;

  private BudgetTableFormat() {}

  public static byte[] write(BudgetTable table) {
    ProtoWriter out = new ProtoWriter(64 + ENTRY_BYTES * table.size());
    out.writeByte(VERSION).writeSized(table.policy()).writeZigZag(table.epoch());
    writeDouble(table.totals().budget(), out);
    writeDouble(table.totals().arrived(), out);
    writeDouble(table.totals().kept(), out);
    writeLong(table.unlisted(), out);
    for (int i = 0; i < table.size(); i++) {
      writeLong(table.key(i), out);
      writeLong(table.threshold(i), out);
    }
    return out.toByteArray();
  }

  /**
   * @throws IllegalArgumentException if these are not the bytes of a table, or of another version
   */
  public static BudgetTable read(byte[] bytes) {
    ByteReader in = new ByteReader(bytes);
    in.expectVersion(VERSION);
    String policy = in.readString();
    long epoch = in.readZigZag();
    BudgetTable.Totals totals =
        new BudgetTable.Totals(readDouble(in), readDouble(in), readDouble(in));
    long unlisted = readLong(in);
    int left = bytes.length - in.position();
    if (left % ENTRY_BYTES != 0) {
      throw new IllegalArgumentException("table with " + left % ENTRY_BYTES + " bytes too many");
    }
    int size = left / ENTRY_BYTES;
    long[] keys = new long[size];
    long[] thresholds = new long[size];
    for (int i = 0; i < size; i++) {
      keys[i] = readLong(in);
      thresholds[i] = readLong(in);
    }
    return new BudgetTable(policy, epoch, totals, keys, thresholds, unlisted);
  }

  private static void writeLong(long value, ProtoWriter out) {
    out.writeFixed64(Long.reverseBytes(value));
  }

  private static long readLong(ByteReader in) {
    return Long.reverseBytes(in.readFixed64());
  }

  private static void writeDouble(double value, ProtoWriter out) {
    writeLong(Double.doubleToLongBits(value), out);
  }

  private static double readDouble(ByteReader in) {
    return Double.longBitsToDouble(readLong(in));
  }
}
