package io.spanmill.otlp;

import io.spanmill.model.SpanKind;
import io.spanmill.model.StatusCode;
import io.spanmill.wire.MalformedBytesException;
import io.spanmill.wire.ProtoReader;
import io.spanmill.wire.Utf8;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * One span where it lies, in OTLP's wire format. Not thread-safe; one object is aimed at many
 * spans, one after the other, and holds until the next {@link #read}.
 */
public final class SpanView {
  private static final VarHandle ID =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final SpanKind[] KINDS = SpanKind.values();
  private static final StatusCode[] CODES = StatusCode.values();
  private static final byte[] NONE = {};

  /**
   * Those of {@link #flags} that are W3C's. Python's SDK fills in the others and leaves these 0,
   * though the span was sampled.
   */
  public static final int W3C_FLAGS = 0xff;

  /** W3C's flag <i>sampled</i>. */
  public static final int SAMPLED = 1;

  /** W3C's flag <i>random</i>. */
  public static final int RANDOM = 2;

  private final ProtoReader fields = new ProtoReader();
  private final ProtoReader statusFields = new ProtoReader();
  private final Attributes attributes = new Attributes();

  private byte[] bytes = NONE;
  private int from;
  private int to;
  private int traceIdLength;
  private long traceIdHigh;
  private long traceIdLow;
  private int spanIdLength;
  private long spanId;
  private int parentIdLength;
  private long parentId;
  private int traceStateFrom;
  private int traceStateTo;
  private int nameFrom;
  private int nameTo;
  private int kind;
  private long startNanos;
  private long endNanos;
  private int status;
  private int flags;
  private boolean events;

  /** Aims at the {@code Span} message in {@code source[start..limit)}. */
  public SpanView read(byte[] source, int start, int limit) throws MalformedBytesException {
    clear(source, start, limit);
    fields.reset(source, start, limit);
    while (fields.next()) {
      readField();
    }
    return this;
  }

  private void clear(byte[] source, int start, int limit) {
    bytes = source;
    from = start;
    to = limit;
    traceIdLength = 0;
    spanIdLength = 0;
    parentIdLength = 0;
    traceIdHigh = 0;
    traceIdLow = 0;
    spanId = 0;
    parentId = 0;
    traceStateFrom = traceStateTo = start;
    nameFrom = nameTo = start;
    kind = 0;
    startNanos = 0;
    endNanos = 0;
    status = 0;
    flags = 0;
    events = false;
    attributes.clear(source);
  }

  private void readField() throws MalformedBytesException {
    switch (fields.tag()) {
      case OtlpFields.TRACE_ID -> readTraceId();
      case OtlpFields.SPAN_ID -> {
        spanIdLength = fields.length();
        spanId = readId();
      }
      case OtlpFields.PARENT_SPAN_ID -> {
        parentIdLength = fields.length();
        parentId = readId();
      }
      case OtlpFields.TRACE_STATE -> {
        traceStateFrom = fields.from();
        traceStateTo = fields.to();
      }
      case OtlpFields.NAME -> {
        nameFrom = fields.from();
        nameTo = fields.to();
      }
      case OtlpFields.KIND -> kind = (int) fields.number();
      case OtlpFields.START_TIME -> startNanos = fields.number();
      case OtlpFields.END_TIME -> endNanos = fields.number();
      case OtlpFields.ATTRIBUTES -> attributes.add(fields.from(), fields.to());
      case OtlpFields.EVENTS -> events = true;
      case OtlpFields.STATUS -> readStatus();
      case OtlpFields.FLAGS -> flags = (int) fields.number();
      default -> {
        // Whatever else a span has travels with its bytes.
      }
    }
  }

  private void readTraceId() {
    traceIdLength = fields.length();
    boolean whole = traceIdLength == 16;
    traceIdHigh = whole ? (long) ID.get(bytes, fields.from()) : 0;
    traceIdLow = whole ? (long) ID.get(bytes, fields.from() + 8) : 0;
  }

  private long readId() {
    return fields.length() == 8 ? (long) ID.get(bytes, fields.from()) : 0;
  }

  private void readStatus() throws MalformedBytesException {
    statusFields.reset(bytes, fields.from(), fields.to());
    while (statusFields.next()) {
      if (statusFields.tag() == OtlpFields.STATUS_CODE) {
        status = (int) statusFields.number();
      }
    }
  }

  /** What makes this span impossible to place in a trace, for people to read; null if nothing. */
  public @Nullable String flaw() {
    if (traceIdLength != 16) {
      return "trace_id of " + traceIdLength + " bytes";
    }
    if ((traceIdHigh | traceIdLow) == 0) {
      return "trace_id is all zero";
    }
    if (spanIdLength != 8) {
      return "span_id of " + spanIdLength + " bytes";
    }
    if (spanId == 0) {
      return "span_id is all zero";
    }
    if (parentIdLength != 0 && parentIdLength != 8) {
      return "parent_span_id of " + parentIdLength + " bytes";
    }
    return null;
  }

  public byte[] bytes() {
    return bytes;
  }

  public int from() {
    return from;
  }

  public int to() {
    return to;
  }

  public int length() {
    return to - from;
  }

  /** The first eight bytes of the trace id, big-endian. */
  public long traceIdHigh() {
    return traceIdHigh;
  }

  /** The last eight bytes of the trace id, big-endian. */
  public long traceIdLow() {
    return traceIdLow;
  }

  public long spanId() {
    return spanId;
  }

  /** The parent's span id; 0 for none. */
  public long parentId() {
    return parentId;
  }

  /** A kind that OTLP does not know (yet) is {@link SpanKind#UNSPECIFIED}. */
  public SpanKind kind() {
    return kind >= 0 && kind < KINDS.length ? KINDS[kind] : SpanKind.UNSPECIFIED;
  }

  /** A code that OTLP does not know (yet) is {@link StatusCode#UNSET}. */
  public StatusCode status() {
    return status >= 0 && status < CODES.length ? CODES[status] : StatusCode.UNSET;
  }

  /**
   * W3C's trace flags in the low eight bits: 1 sampled, 2 random; 0 in all says nothing. Above them
   * what OTLP knows of the parent, and bits that have no meaning yet.
   */
  public int flags() {
    return flags;
  }

  /** Nanoseconds since 1970; negative if the span says more than 2^63−1. */
  public long startNanos() {
    return startNanos;
  }

  /** Nanoseconds since 1970; negative if the span says more than 2^63−1. */
  public long endNanos() {
    return endNanos;
  }

  /** Nanoseconds from start to end; 0 where that is negative or one of them makes no sense. */
  public long durationNanos() {
    return durationNanos(startNanos, endNanos);
  }

  /** The same, of a span that is elsewhere. */
  public static long durationNanos(long startNanos, long endNanos) {
    return startNanos >= 0 && endNanos > startNanos ? endNanos - startNanos : 0;
  }

  public int nameFrom() {
    return nameFrom;
  }

  /** End of the name, or of as much of it as we use to name things. */
  public int nameTo() {
    return Utf8.cut(bytes, nameFrom, nameTo, AttributeValue.MAX_LABEL_BYTES);
  }

  /** The name, cut to {@value AttributeValue#MAX_LABEL_BYTES} bytes. */
  public String name() {
    return AttributeValue.label(bytes, nameFrom, nameTo);
  }

  public int traceStateFrom() {
    return traceStateFrom;
  }

  public int traceStateTo() {
    return traceStateTo;
  }

  /** Whether it has any event. */
  public boolean hasEvents() {
    return events;
  }

  public boolean hasTraceState() {
    return traceStateTo > traceStateFrom;
  }

  public Attributes attributes() {
    return attributes;
  }
}
