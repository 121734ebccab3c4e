package io.spanmill.state;

import io.spanmill.model.AlertTarget;
import io.spanmill.model.Histogram;
import io.spanmill.model.Indicator;
import io.spanmill.model.IndicatorSum;
import io.spanmill.model.TraceId;
import io.spanmill.wire.ByteReader;
import io.spanmill.wire.ProtoWriter;
import java.util.List;

/**
 * Indicators as they are stored.
 *
 * <pre>
 * key    window start (8 bytes, big-endian milliseconds), kind (1 byte), then
 *        0 calls          objective, target
 *        1 errors         service, fingerprint, type, message
 *        2 contribution   service and operation of the entry, then of the contributor
 *        target: 0 and a service, 1 and service and operation, 2 and client and server, 3 and an
 *        error group as above; texts behind their length (varint)
 * sum    version 1, count, bad (zigzag), number of histograms (0 or 1), the histogram, number of
 *        examples, then the 16 bytes of each
 * </pre>
 */
public final class IndicatorFormat implements SumFormat<Indicator, IndicatorSum> {
  private static final byte VERSION = 1;
  private static final byte CALLS = 0;
  private static final byte ERRORS = 1;
  private static final byte CONTRIBUTION = 2;
  private static final byte SERVICE = 0;
  private static final byte OPERATION = 1;
  private static final byte CALL = 2;
  private static final byte ERROR_GROUP = 3;

  /** Writes a key as {@link #readKey} reads it. */
  public static ProtoWriter writeKey(Indicator indicator, ProtoWriter out) {
    SumFormat.writeWindow(indicator.windowStartMillis(), out);
    if (indicator instanceof Indicator.Calls calls) {
      writeTarget(calls.target(), out.writeByte(CALLS).writeSized(calls.objective()));
    } else if (indicator instanceof Indicator.Errors errors) {
      writeGroup(errors.group(), out.writeByte(ERRORS));
    } else if (indicator instanceof Indicator.Contribution part) {
      writeOperation(part.entry(), out.writeByte(CONTRIBUTION));
      writeOperation(part.contributor(), out);
    }
    return out;
  }

  static void writeTarget(AlertTarget target, ProtoWriter out) {
    if (target instanceof AlertTarget.Service service) {
      out.writeByte(SERVICE).writeSized(service.service());
    } else if (target instanceof AlertTarget.Operation operation) {
      writeOperation(operation, out.writeByte(OPERATION));
    } else if (target instanceof AlertTarget.Call call) {
      out.writeByte(CALL).writeSized(call.client()).writeSized(call.server());
    } else if (target instanceof AlertTarget.ErrorGroup group) {
      writeGroup(group, out.writeByte(ERROR_GROUP));
    }
  }

  private static void writeOperation(AlertTarget.Operation operation, ProtoWriter out) {
    out.writeSized(operation.service()).writeSized(operation.operation());
  }

  private static void writeGroup(AlertTarget.ErrorGroup group, ProtoWriter out) {
    out.writeSized(group.service()).writeSized(group.fingerprint());
    out.writeSized(group.type()).writeSized(group.message());
  }

  @Override
  public SumKind kind() {
    return SumKind.INDICATORS;
  }

  @Override
  public Indicator readKey(byte[] key) {
    long window = SumFormat.windowOf(key);
    ByteReader in = new ByteReader(key, WINDOW_BYTES, key.length);
    byte kind = in.readByte();
    return switch (kind) {
      case CALLS -> new Indicator.Calls(window, in.readString(), readTarget(in));
      case ERRORS -> new Indicator.Errors(window, readGroup(in));
      case CONTRIBUTION -> new Indicator.Contribution(window, readOperation(in), readOperation(in));
      default -> throw new IllegalArgumentException("indicator of kind " + kind);
    };
  }

  static AlertTarget readTarget(ByteReader in) {
    byte kind = in.readByte();
    return switch (kind) {
      case SERVICE -> new AlertTarget.Service(in.readString());
      case OPERATION -> readOperation(in);
      case CALL -> new AlertTarget.Call(in.readString(), in.readString());
      case ERROR_GROUP -> readGroup(in);
      default -> throw new IllegalArgumentException("target of kind " + kind);
    };
  }

  private static AlertTarget.Operation readOperation(ByteReader in) {
    return new AlertTarget.Operation(in.readString(), in.readString());
  }

  private static AlertTarget.ErrorGroup readGroup(ByteReader in) {
    return new AlertTarget.ErrorGroup(
        in.readString(), in.readString(), in.readString(), in.readString());
  }

  @Override
  public IndicatorSum empty() {
    return new IndicatorSum();
  }

  @Override
  public void add(IndicatorSum sum, IndicatorSum more) {
    sum.add(more);
  }

  @Override
  public boolean isNothing(IndicatorSum sum) {
    return sum.count() == 0 && sum.bad() == 0;
  }

  @Override
  public void write(IndicatorSum sum, ProtoWriter out) {
    out.writeByte(VERSION).writeZigZag(sum.count()).writeZigZag(sum.bad());
    Histogram durations = sum.durations();
    out.writeVarint(durations == null ? 0 : 1);
    if (durations != null) {
      Histograms.write(durations, out);
    }
    writeTraces(sum.examples(), out);
  }

  static void writeTraces(List<TraceId> traces, ProtoWriter out) {
    out.writeVarint(traces.size());
    for (TraceId trace : traces) {
      out.writeFixed64(Long.reverseBytes(trace.high()));
      out.writeFixed64(Long.reverseBytes(trace.low()));
    }
  }

  @Override
  public IndicatorSum read(ByteReader in) {
    in.expectVersion(VERSION);
    IndicatorSum sum = new IndicatorSum().add(in.readZigZag(), in.readZigZag());
    if (in.readCount(1) > 0) {
      Histogram durations = new Histogram();
      Histograms.readInto(durations, in);
      sum.addDurations(durations);
    }
    for (int left = in.readCount(2 * Long.BYTES); left > 0; left--) {
      sum.addExample(readTrace(in));
    }
    return sum;
  }

  static TraceId readTrace(ByteReader in) {
    long high = Long.reverseBytes(in.readFixed64());
    return new TraceId(high, Long.reverseBytes(in.readFixed64()));
  }
}
