package io.spanmill.state;

import io.spanmill.model.ConnectionType;
import io.spanmill.model.Edge;
import io.spanmill.model.EdgeSum;
import io.spanmill.model.Overflow;
import io.spanmill.model.WideSum;
import io.spanmill.wire.ByteReader;
import io.spanmill.wire.ProtoWriter;
import org.jspecify.annotations.Nullable;

/**
 * Edges as they are stored.
 *
 * <pre>
 * key    window start (8 bytes, big-endian milliseconds), connection type (1 byte), client,
 *        server, then to the end name and value of each dimension; texts behind their length
 *        (varint)
 * sum    version 2, calls, failed, client errors, server errors; adjusted calls, client's and
 *        server's duration, each as its low 64 bits and how many 2^64 go on top; client's and
 *        server's histogram. All zigzag: a partial sum may be negative. Then examples of calls that
 *        failed, and of others, as {@link Examples} has them
 * </pre>
 */
public final class EdgeFormat implements TotalsFormat<Edge, EdgeSum> {
  private static final byte VERSION = 2;

  /** Version 1 is the same but for them. */
  private static final byte WITHOUT_EXAMPLES = 1;

  private static final int COUNTS = 4;
  private static final int SUMS = 3;
  private static final ConnectionType[] TYPES = ConnectionType.values();

  /** As {@link #readKey} takes it, without dimensions. */
  public static void writeKey(
      long windowStartMillis, ConnectionType type, String client, String server, ProtoWriter out) {
    SumFormat.writeWindow(windowStartMillis, out);
    out.writeByte(type.ordinal()).writeSized(client).writeSized(server);
  }

  @Override
  public SumKind kind() {
    return SumKind.EDGES;
  }

  @Override
  public Edge readKey(byte[] key) {
    ByteReader in = new ByteReader(key, WINDOW_BYTES, key.length);
    ConnectionType type = in.readOneOf(TYPES);
    String client = in.readString();
    String server = in.readString();
    return new Edge(SumFormat.windowOf(key), client, server, type, Dimensions.read(in));
  }

  /** What is counted by connection type stays so: there are not many. */
  @Override
  public byte[] overflowKey(byte[] key, int partition) {
    ProtoWriter out = new ProtoWriter(64).writeRaw(key, 0, WINDOW_BYTES + 1);
    out.writeSized("").writeSized("");
    return Dimensions.write(Overflow.dimensions(partition), out).toByteArray();
  }

  @Override
  public EdgeSum empty() {
    return new EdgeSum();
  }

  @Override
  public void add(EdgeSum sum, EdgeSum more) {
    sum.add(more);
  }

  @Override
  public @Nullable EdgeSum gain(EdgeSum sum) {
    return part(sum, 1);
  }

  @Override
  public void grow(EdgeSum told, EdgeSum gain) {
    told.add(gain);
  }

  @Override
  public @Nullable EdgeSum debt(EdgeSum sum) {
    return part(sum, -1);
  }

  private static @Nullable EdgeSum part(EdgeSum sum, int sign) {
    EdgeSum part = sum.part(sign);
    return part.isZero() ? null : part;
  }

  @Override
  public boolean isNothing(EdgeSum sum) {
    return sum.calls() == 0;
  }

  @Override
  public void write(EdgeSum sum, ProtoWriter out) {
    out.writeByte(VERSION);
    for (long count : sum.counts()) {
      out.writeZigZag(count);
    }
    for (WideSum wide : sum.sums()) {
      out.writeZigZag(wide.low()).writeZigZag(wide.carry());
    }
    Histograms.write(sum.clientDurations(), out);
    Histograms.write(sum.serverDurations(), out);
    Examples.write(sum.examples(true), out);
    Examples.write(sum.examples(false), out);
  }

  @Override
  public EdgeSum read(ByteReader in) {
    boolean hasExamples = in.expectVersion(WITHOUT_EXAMPLES, VERSION) > WITHOUT_EXAMPLES;
    long[] counts = new long[COUNTS];
    for (int i = 0; i < COUNTS; i++) {
      counts[i] = in.readZigZag();
    }
    WideSum[] sums = new WideSum[SUMS];
    for (int i = 0; i < SUMS; i++) {
      sums[i] = WideSum.of(in.readZigZag(), in.readZigZag());
    }
    EdgeSum sum = EdgeSum.of(counts, sums);
    Histograms.readInto(sum.clientDurations(), in);
    Histograms.readInto(sum.serverDurations(), in);
    if (hasExamples) {
      Examples.readInto(sum.examples(true), in);
      Examples.readInto(sum.examples(false), in);
    }
    return sum;
  }
}
