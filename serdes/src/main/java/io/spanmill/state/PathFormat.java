package io.spanmill.state;

import io.spanmill.model.Overflow;
import io.spanmill.model.PathContributor;
import io.spanmill.model.PathEntry;
import io.spanmill.model.PathSum;
import io.spanmill.model.SelfTimes;
import io.spanmill.model.SpanKind;
import io.spanmill.wire.ByteReader;
import io.spanmill.wire.ProtoWriter;
import java.util.Arrays;

/**
 * Critical paths as they are stored.
 *
 * <pre>
 * key    window start (8 bytes, big-endian milliseconds), the root's service, its name, then to
 *        the end name and value of each dimension; texts behind their length (varint)
 * sum    version 1, traces, number of contributors (varints), then of each its name behind its length,
 *        calls, nanoseconds (varints), histogram, number of examples, then of each the trace id
 *        (16 bytes) and the nanoseconds (varint)
 * name   kind (1 byte), service, span name, peer; nothing at all for contributors beyond the limit
 * </pre>
 */
public final class PathFormat implements SeriesFormat<PathEntry, PathSum> {
  private static final byte VERSION = 1;

  /** Length of the name, calls, nanoseconds, an empty histogram, no examples. */
  private static final int CONTRIBUTOR_BYTES = 1 + 1 + 1 + 2 + 1;

  /** So many contributors are written as fast as it takes to remember how they were. */
  private static final int FEW = 16;

  private static final SpanKind[] KINDS = SpanKind.values();

  private final int mostContributors;

  /**
   * @param mostContributors how many an entry may have, see {@link PathSum}
   */
  public PathFormat(int mostContributors) {
    this.mostContributors = mostContributors;
  }

  /**
   * Reads the name of a contributor.
   *
   * @throws IllegalArgumentException if these are not the bytes of one
   */
  public static PathContributor readContributor(byte[] name) {
    if (name.length == 0) {
      return PathContributor.OVERFLOW;
    }
    ByteReader in = new ByteReader(name);
    SpanKind kind = in.readOneOf(KINDS);
    return new PathContributor(in.readString(), in.readString(), kind, in.readString());
  }

  private static void requireContributor(byte[] name) {
    if (name.length > 0) {
      ByteReader in = new ByteReader(name);
      in.readOneOf(KINDS);
      for (int text = 0; text < 3; text++) {
        in.skip(in.readCount(1));
      }
      if (in.hasMore()) {
        throw new IllegalArgumentException(
            "a contributor's name goes on after byte " + in.position());
      }
    }
  }

  @Override
  public SumKind kind() {
    return SumKind.PATHS;
  }

  @Override
  public PathEntry readKey(byte[] key) {
    ByteReader in = new ByteReader(key, WINDOW_BYTES, key.length);
    String service = in.readString();
    String operation = in.readString();
    return new PathEntry(SumFormat.windowOf(key), service, operation, Dimensions.read(in));
  }

  @Override
  public byte[] overflowKey(byte[] key, int partition) {
    ProtoWriter out = new ProtoWriter(64).writeRaw(key, 0, WINDOW_BYTES);
    out.writeSized("").writeSized("");
    return Dimensions.write(Overflow.dimensions(partition), out).toByteArray();
  }

  @Override
  public PathSum empty() {
    return new PathSum(mostContributors);
  }

  @Override
  public void add(PathSum sum, PathSum more) {
    sum.add(more);
  }

  @Override
  public boolean isNothing(PathSum sum) {
    return sum.traces() == 0;
  }

  @Override
  public void write(PathSum sum, ProtoWriter out) {
    out.writeByte(VERSION).writeVarint(sum.traces()).writeVarint(sum.size());
    for (int contributor = 0; contributor < sum.size(); contributor++) {
      byte[] name = sum.name(contributor);
      out.writeSized(name, 0, name.length);
      write(sum.times(contributor), sum.size() > FEW, out);
    }
  }

  private static void write(SelfTimes times, boolean again, ProtoWriter out) {
    byte[] spelled = times.spelled();
    if (spelled != null) {
      out.writeRaw(spelled, 0, spelled.length);
      return;
    }
    int from = out.size();
    out.writeVarint(times.calls()).writeVarint(times.nanos());
    Histograms.write(times.times(), out);
    Examples.write(times.examples(), out);
    if (again) {
      times.spelledAs(Arrays.copyOfRange(out.array(), from, out.size()));
    }
  }

  @Override
  public PathSum read(ByteReader in) {
    in.expectVersion(VERSION);
    PathSum sum = new PathSum(mostContributors);
    sum.addTraces(readAmount(in));
    for (int left = in.readCount(CONTRIBUTOR_BYTES); left > 0; left--) {
      int length = in.readCount(1);
      byte[] name = Arrays.copyOfRange(in.array(), in.position(), in.position() + length);
      requireContributor(name);
      in.skip(length);
      sum.put(name, readTimes(in));
    }
    if (sum.size() == 0 && sum.traces() > 0) {
      throw new IllegalArgumentException("traces without a contributor");
    }
    return sum;
  }

  private static SelfTimes readTimes(ByteReader in) {
    SelfTimes times = SelfTimes.of(readAmount(in), readAmount(in));
    Histograms.readInto(times.times(), in);
    Examples.readInto(times.examples(), in);
    return times;
  }

  private static long readAmount(ByteReader in) {
    long amount = in.readVarint();
    if (amount < 0) {
      throw new IllegalArgumentException(
          Long.toUnsignedString(amount) + " before byte " + in.position() + " is too much");
    }
    return amount;
  }
}
