package io.spanmill.state;

import io.spanmill.model.Overflow;
import io.spanmill.model.RedSeries;
import io.spanmill.model.RedSum;
import io.spanmill.model.SpanKind;
import io.spanmill.model.StatusCode;
import io.spanmill.model.TraceId;
import io.spanmill.wire.ByteReader;
import io.spanmill.wire.ProtoWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * RED as it is stored.
 *
 * <pre>
 * key    window start (8 bytes, big-endian milliseconds), kind, status (1 byte each),
 *        service, span name, then to the end name and value of each dimension that was there;
 *        texts behind their length (varint)
 * sum    version 2, calls, adjusted calls, duration, shortest, longest (varints), histogram,
 *        number of exemplars, then of each the trace id (16 bytes) and the duration (varint)
 * </pre>
 */
public final class RedFormat implements TotalsFormat<RedSeries, RedSum> {
  private static final byte VERSION = 2;
  private static final int EXEMPLAR_BYTES = 16 + 1;
  private static final SpanKind[] KINDS = SpanKind.values();
  private static final StatusCode[] CODES = StatusCode.values();

  @Override
  public SumKind kind() {
    return SumKind.RED;
  }

  @Override
  public RedSeries readKey(byte[] key) {
    ByteReader in = new ByteReader(key, WINDOW_BYTES, key.length);
    SpanKind kind = in.readOneOf(KINDS);
    StatusCode status = in.readOneOf(CODES);
    String service = in.readString();
    String name = in.readString();
    return new RedSeries(SumFormat.windowOf(key), service, name, kind, status, Dimensions.read(in));
  }

  /** What is counted by kind and status stays so: there are not many of either. */
  @Override
  public byte[] overflowKey(byte[] key, int partition) {
    ProtoWriter out = new ProtoWriter(64).writeRaw(key, 0, WINDOW_BYTES + 2);
    out.writeSized("").writeSized("");
    return Dimensions.write(Overflow.dimensions(partition), out).toByteArray();
  }

  @Override
  public RedSum empty() {
    return new RedSum();
  }

  @Override
  public void add(RedSum sum, RedSum more) {
    sum.add(more);
  }

  /** Whatever was measured stays measured. */
  @Override
  public @Nullable RedSum gain(RedSum sum) {
    return sum.calls() == 0 ? null : sum;
  }

  @Override
  public void grow(RedSum told, RedSum gain) {
    if (!gain.exemplars().isEmpty()) {
      told.clearExemplars();
    }
    told.add(gain);
  }

  @Override
  public @Nullable RedSum debt(RedSum sum) {
    return null;
  }

  @Override
  public boolean isNothing(RedSum sum) {
    return sum.calls() == 0;
  }

  @Override
  public void write(RedSum sum, ProtoWriter out) {
    out.writeByte(VERSION).writeVarint(sum.calls()).writeVarint(sum.adjustedCalls());
    out.writeVarint(sum.durationNanos()).writeVarint(sum.minNanos()).writeVarint(sum.maxNanos());
    Histograms.write(sum.durations(), out);
    List<TraceId> exemplars = sum.exemplars();
    out.writeVarint(exemplars.size());
    for (TraceId exemplar : exemplars) {
      out.writeFixed64(Long.reverseBytes(exemplar.high()));
      out.writeFixed64(Long.reverseBytes(exemplar.low()));
      out.writeVarint(sum.exemplarNanos(exemplar));
    }
  }

  @Override
  public RedSum read(ByteReader in) {
    in.expectVersion(VERSION);
    RedSum sum =
        RedSum.of(
            in.readVarint(), in.readVarint(), in.readVarint(), in.readVarint(), in.readVarint());
    Histograms.readInto(sum.durations(), in);
    for (int left = in.readCount(EXEMPLAR_BYTES); left > 0; left--) {
      long high = Long.reverseBytes(in.readFixed64());
      long low = Long.reverseBytes(in.readFixed64());
      sum.addExemplar(new TraceId(high, low), in.readVarint());
    }
    return sum;
  }
}
