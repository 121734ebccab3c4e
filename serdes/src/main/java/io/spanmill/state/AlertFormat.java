package io.spanmill.state;

import io.spanmill.model.Alert;
import io.spanmill.model.AlertTarget;
import io.spanmill.model.TraceId;
import io.spanmill.wire.ByteReader;
import io.spanmill.wire.ProtoWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An alert that is not resolved, as it is remembered.
 *
 * <pre>
 * version 1, kind, state (1 byte each), objective, severity, summary, target as {@link IndicatorFormat}
 * spells it, since, fired, at (varints, milliseconds), value, threshold (8 bytes each), 0 or 1 and
 * the baseline (8 bytes), calls, number of windows, of each length, calls, bad (varints), value and
 * threshold (8 bytes each); 0 or 1 and the top contributor: service, operation, share; 0 or 1 and
 * the top error: service, fingerprint, type, message, count; number of examples, 16 bytes of each.
 * Texts behind their length (varint); numbers in 8 bytes are doubles, little-endian
 * </pre>
 */
public final class AlertFormat {
  private static final byte VERSION = 1;
  private static final Alert.Kind[] KINDS = Alert.Kind.values();
  private static final Alert.State[] STATES = Alert.State.values();

  /** The fewest bytes of a window. */
  private static final int WINDOW_BYTES = 19;

  private AlertFormat() {}

  public static void write(Alert alert, ProtoWriter out) {
    out.writeByte(VERSION).writeByte(alert.kind().ordinal()).writeByte(alert.state().ordinal());
    out.writeSized(alert.objective()).writeSized(alert.severity()).writeSized(alert.summary());
    IndicatorFormat.writeTarget(alert.target(), out);
    out.writeVarint(alert.sinceMillis()).writeVarint(alert.firedMillis());
    out.writeVarint(alert.atMillis());
    write(alert.evidence(), out);
  }

  private static void write(Alert.Evidence evidence, ProtoWriter out) {
    writeDouble(evidence.value(), out);
    writeDouble(evidence.threshold(), out);
    Double baseline = evidence.baseline();
    out.writeByte(baseline == null ? 0 : 1);
    if (baseline != null) {
      writeDouble(baseline, out);
    }
    out.writeZigZag(evidence.calls()).writeVarint(evidence.windows().size());
    for (Alert.Window window : evidence.windows()) {
      out.writeVarint(window.lengthMillis()).writeZigZag(window.calls()).writeZigZag(window.bad());
      writeDouble(window.value(), out);
      writeDouble(window.threshold(), out);
    }
    write(evidence.topContributor(), out);
    write(evidence.topError(), out);
    IndicatorFormat.writeTraces(evidence.examples(), out);
  }

  private static void write(Alert.@Nullable Contributor top, ProtoWriter out) {
    out.writeByte(top == null ? 0 : 1);
    if (top != null) {
      out.writeSized(top.service()).writeSized(top.operation());
      writeDouble(top.share(), out);
    }
  }

  private static void write(Alert.@Nullable TopError top, ProtoWriter out) {
    out.writeByte(top == null ? 0 : 1);
    if (top != null) {
      out.writeSized(top.service()).writeSized(top.fingerprint());
      out.writeSized(top.type()).writeSized(top.message()).writeZigZag(top.count());
    }
  }

  private static void writeDouble(double number, ProtoWriter out) {
    out.writeFixed64(Double.doubleToLongBits(number));
  }

  /**
   * @throws IllegalArgumentException if these are not the bytes of an alert, or of another version
   */
  public static Alert read(ByteReader in) {
    in.expectVersion(VERSION);
    Alert.Kind kind = in.readOneOf(KINDS);
    Alert.State state = in.readOneOf(STATES);
    String objective = in.readString();
    String severity = in.readString();
    String summary = in.readString();
    AlertTarget target = IndicatorFormat.readTarget(in);
    long since = in.readVarint();
    long fired = in.readVarint();
    long at = in.readVarint();
    return new Alert(
        objective, kind, target, severity, state, since, fired, at, readEvidence(in), summary);
  }

  private static Alert.Evidence readEvidence(ByteReader in) {
    double value = readDouble(in);
    double threshold = readDouble(in);
    Double baseline = in.readByte() == 0 ? null : Double.valueOf(readDouble(in));
    long calls = in.readZigZag();
    List<Alert.Window> windows = new ArrayList<>();
    for (int left = in.readCount(WINDOW_BYTES); left > 0; left--) {
      windows.add(readWindow(in));
    }
    return new Alert.Evidence(
        value,
        threshold,
        baseline,
        calls,
        windows,
        readContributor(in),
        readError(in),
        readTraces(in));
  }

  private static Alert.Window readWindow(ByteReader in) {
    long length = in.readVarint();
    long calls = in.readZigZag();
    long bad = in.readZigZag();
    double value = readDouble(in);
    return new Alert.Window(length, value, readDouble(in), calls, bad);
  }

  private static Alert.@Nullable Contributor readContributor(ByteReader in) {
    return in.readByte() == 0
        ? null
        : new Alert.Contributor(in.readString(), in.readString(), readDouble(in));
  }

  private static Alert.@Nullable TopError readError(ByteReader in) {
    return in.readByte() == 0
        ? null
        : new Alert.TopError(
            in.readString(), in.readString(), in.readString(), in.readString(), in.readZigZag());
  }

  private static List<TraceId> readTraces(ByteReader in) {
    List<TraceId> traces = new ArrayList<>();
    for (int left = in.readCount(2 * Long.BYTES); left > 0; left--) {
      traces.add(IndicatorFormat.readTrace(in));
    }
    return traces;
  }

  private static double readDouble(ByteReader in) {
    return Double.longBitsToDouble(in.readFixed64());
  }
}
