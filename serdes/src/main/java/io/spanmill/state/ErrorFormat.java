package io.spanmill.state;

import io.spanmill.model.ErrorEntry;
import io.spanmill.model.ErrorGroup;
import io.spanmill.model.ErrorSeries;
import io.spanmill.model.ErrorSum;
import io.spanmill.model.Overflow;
import io.spanmill.model.TraceId;
import io.spanmill.model.WideSum;
import io.spanmill.wire.ByteReader;
import io.spanmill.wire.ProtoWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * Groups of errors as they are stored.
 *
 * <pre>
 * key    window start (8 bytes, big-endian milliseconds), fingerprint (8 bytes, big-endian), then
 *        to the end name and value of each dimension; texts behind their length (varint)
 * sum    version 1, count, exceptions, adjusted count as its low 64 bits and how many 2^64 go on
 *        top (zigzag: a partial sum may be negative);
 *        1 and first and last nanosecond (varints), type, message template, service, span name,
 *        language, number of stack lines, each of them; or 0 if all was taken back;
 *        number of entries, of each service, operation and how often (zigzag);
 *        number of callers, of each service and how often (zigzag);
 *        number of examples, of each the trace id (16 bytes)
 * </pre>
 */
public final class ErrorFormat implements SeriesFormat<ErrorSeries, ErrorSum> {
  private static final byte VERSION = 1;
  private static final int ID_BYTES = 16;

  public static void writeKey(long windowStartMillis, long fingerprint, ProtoWriter out) {
    SumFormat.writeWindow(windowStartMillis, out);
    out.writeFixed64(Long.reverseBytes(fingerprint));
  }

  @Override
  public SumKind kind() {
    return SumKind.ERRORS;
  }

  @Override
  public ErrorSeries readKey(byte[] key) {
    ByteReader in = new ByteReader(key, WINDOW_BYTES, key.length);
    long fingerprint = Long.reverseBytes(in.readFixed64());
    return new ErrorSeries(SumFormat.windowOf(key), fingerprint, Dimensions.read(in));
  }

  @Override
  public byte[] overflowKey(byte[] key, int partition) {
    ProtoWriter out = new ProtoWriter(64).writeRaw(key, 0, WINDOW_BYTES).writeFixed64(0);
    return Dimensions.write(Overflow.dimensions(partition), out).toByteArray();
  }

  @Override
  public ErrorSum empty() {
    return new ErrorSum();
  }

  @Override
  public void add(ErrorSum sum, ErrorSum more) {
    sum.add(more);
  }

  @Override
  public boolean isNothing(ErrorSum sum) {
    return sum.count() == 0 && sum.exceptions() == 0;
  }

  @Override
  public void write(ErrorSum sum, ProtoWriter out) {
    out.writeByte(VERSION).writeZigZag(sum.count()).writeZigZag(sum.exceptions());
    out.writeZigZag(sum.adjustedCount().low()).writeZigZag(sum.adjustedCount().carry());
    out.writeByte(sum.isSeen() ? 1 : 0);
    if (sum.isSeen()) {
      out.writeVarint(sum.firstNanos()).writeVarint(sum.lastNanos());
      write(sum.group(), out);
    }
    out.writeVarint(sum.entries().counts().size());
    sum.entries()
        .counts()
        .forEach(
            (entry, count) ->
                out.writeSized(entry.service()).writeSized(entry.operation()).writeZigZag(count));
    out.writeVarint(sum.callers().counts().size());
    sum.callers().counts().forEach((caller, count) -> out.writeSized(caller).writeZigZag(count));
    out.writeVarint(sum.examples().size());
    for (TraceId example : sum.examples()) {
      out.writeFixed64(Long.reverseBytes(example.high()));
      out.writeFixed64(Long.reverseBytes(example.low()));
    }
  }

  private static void write(ErrorGroup group, ProtoWriter out) {
    out.writeSized(group.type()).writeSized(group.messageTemplate());
    out.writeSized(group.service()).writeSized(group.spanName()).writeSized(group.language());
    out.writeVarint(group.stack().size());
    group.stack().forEach(out::writeSized);
  }

  @Override
  public ErrorSum read(ByteReader in) {
    in.expectVersion(VERSION);
    ErrorSum sum =
        ErrorSum.of(in.readZigZag(), in.readZigZag(), WideSum.of(in.readZigZag(), in.readZigZag()));
    if (in.readByte() != 0) {
      sum.addSeen(in.readVarint(), in.readVarint(), readGroup(in));
    }
    for (int left = in.readCount(3); left > 0; left--) {
      ErrorEntry entry = new ErrorEntry(in.readString(), in.readString());
      sum.entries().add(entry, in.readZigZag());
    }
    for (int left = in.readCount(2); left > 0; left--) {
      String caller = in.readString();
      sum.callers().add(caller, in.readZigZag());
    }
    for (int left = in.readCount(ID_BYTES); left > 0; left--) {
      long high = Long.reverseBytes(in.readFixed64());
      sum.addExample(new TraceId(high, Long.reverseBytes(in.readFixed64())));
    }
    return sum;
  }

  private static ErrorGroup readGroup(ByteReader in) {
    String type = in.readString();
    String template = in.readString();
    String service = in.readString();
    String spanName = in.readString();
    String language = in.readString();
    List<String> stack = new ArrayList<>();
    for (int left = in.readCount(1); left > 0; left--) {
      stack.add(in.readString());
    }
    return new ErrorGroup(type, template, service, spanName, language, stack);
  }
}
