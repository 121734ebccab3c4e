package io.spanmill.state;

import io.spanmill.model.Demand;
import io.spanmill.model.DemandSum;
import io.spanmill.wire.ByteReader;
import io.spanmill.wire.ProtoWriter;

/**
 * Demand as it is stored.
 *
 * <pre>
 * key    epoch's start (8 bytes, big-endian milliseconds), policy behind its length (varint), then
 *        the key's hash (8 bytes, big-endian), or nothing for the keys that are not named
 * sum    version 1, number of bins, then for each: distance from the bin before, cost, population;
 *        all varints
 * </pre>
 */
public final class DemandFormat implements SumFormat<Demand, DemandSum> {
  private static final byte VERSION = 1;

  /**
   * Writes the key of keys that are not named; {@link #writeHash} makes it that of a single one.
   *
   * @param policy its name in UTF-8
   */
  public static void writeKey(long epochStartMillis, byte[] policy, ProtoWriter out) {
    SumFormat.writeWindow(epochStartMillis, out);
    out.writeSized(policy, 0, policy.length);
  }

  public static void writeHash(long key, ProtoWriter out) {
    out.writeFixed64(Long.reverseBytes(key));
  }

  @Override
  public SumKind kind() {
    return SumKind.DEMAND;
  }

  @Override
  public Demand readKey(byte[] key) {
    ByteReader in = new ByteReader(key, WINDOW_BYTES, key.length);
    String policy = in.readString();
    Long hash = in.hasMore() ? Long.reverseBytes(in.readFixed64()) : null;
    return new Demand(SumFormat.windowOf(key), policy, hash);
  }

  @Override
  public DemandSum empty() {
    return new DemandSum();
  }

  @Override
  public void add(DemandSum sum, DemandSum more) {
    sum.add(more);
  }

  @Override
  public boolean isNothing(DemandSum sum) {
    return sum.size() == 0;
  }

  @Override
  public void write(DemandSum sum, ProtoWriter out) {
    out.writeByte(VERSION).writeVarint(sum.size());
    int before = 0;
    for (int i = 0; i < sum.size(); i++) {
      out.writeVarint(sum.bin(i) - before);
      out.writeVarint(sum.cost(i)).writeVarint(sum.population(i));
      before = sum.bin(i);
    }
  }

  @Override
  public DemandSum read(ByteReader in) {
    in.expectVersion(VERSION);
    DemandSum sum = new DemandSum();
    long before = -1;
    for (int left = in.readCount(3); left > 0; left--) {
      long bin = Math.max(0, before) + in.readVarint();
      if (bin <= before || bin > DemandSum.LAST_BIN) {
        throw new IllegalArgumentException("bin " + bin + " after bin " + before);
      }
      sum.addToBin((int) bin, notNegative(in.readVarint()), notNegative(in.readVarint()));
      before = bin;
    }
    return sum;
  }

  private static long notNegative(long demand) {
    if (demand < 0) {
      throw new IllegalArgumentException("demand of " + demand);
    }
    return demand;
  }
}
