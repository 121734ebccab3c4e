package io.spanmill.sampling.ottl;

import io.spanmill.model.SpanKind;
import io.spanmill.otlp.OtlpFields;
import io.spanmill.otlp.SpanView;
import io.spanmill.wire.MalformedBytesException;
import io.spanmill.wire.ProtoReader;
import java.util.Locale;

/** Reads a field of the span. */
final class SpanPath implements Operand {
  private static final Value[] KINDS = kinds(false);
  private static final Value[] DEPRECATED_KINDS = kinds(true);

  private final SpanField field;
  private final Hex hex = new Hex();
  private final ProtoReader fields = new ProtoReader();
  private final ProtoReader status = new ProtoReader();

  SpanPath(SpanField field) {
    this.field = field;
  }

  /** {@code Server} or {@code SPAN_KIND_SERVER}. */
  private static Value[] kinds(boolean deprecated) {
    SpanKind[] kinds = SpanKind.values();
    Value[] names = new Value[kinds.length];
    for (SpanKind kind : kinds) {
      String name = kind.name().charAt(0) + kind.name().substring(1).toLowerCase(Locale.ROOT);
      names[kind.ordinal()] = new Value().text(deprecated ? kind.otlpName() : name);
    }
    return names;
  }

  @Override
  public void read(Subject subject, Value into) throws Unevaluable {
    SpanView span = subject.span();
    switch (field) {
      case NAME -> into.text(span.bytes(), span.nameFrom(), span.nameTo());
      case KIND -> into.integer(span.kind().ordinal());
      case KIND_STRING -> into.set(KINDS[span.kind().ordinal()]);
      case KIND_DEPRECATED_STRING -> into.set(DEPRECATED_KINDS[span.kind().ordinal()]);
      case STATUS_CODE -> into.integer(span.status().ordinal());
      case START_TIME -> into.time(span.startNanos());
      case START_TIME_UNIX_NANO -> into.integer(span.startNanos());
      case END_TIME -> into.time(span.endNanos());
      case END_TIME_UNIX_NANO -> into.integer(span.endNanos());
      case STATUS_MESSAGE, DROPPED_ATTRIBUTES_COUNT, DROPPED_EVENTS_COUNT, DROPPED_LINKS_COUNT ->
          readRare(span, into);
      default -> readId(span, into);
    }
  }

  private void readId(SpanView span, Value into) {
    switch (field) {
      case TRACE_ID -> into.traceId(span.traceIdHigh(), span.traceIdLow());
      case TRACE_ID_STRING -> hex.of(span.traceIdHigh(), span.traceIdLow(), into);
      case SPAN_ID -> into.spanId(span.spanId());
      case SPAN_ID_STRING -> hex.of(span.spanId(), into);
      case PARENT_SPAN_ID -> into.spanId(span.parentId());
      case PARENT_SPAN_ID_STRING -> hex.of(span.parentId(), into);
      default -> throw new AssertionError(field);
    }
  }

  /** What the view does not keep is looked up in the span's message. */
  private void readRare(SpanView span, Value into) throws Unevaluable {
    try {
      absent(span, into);
      fields.reset(span.bytes(), span.from(), span.to());
      while (fields.next()) {
        readField(span, into);
      }
    } catch (MalformedBytesException unreadable) {
      throw Unevaluable.HERE;
    }
  }

  private void absent(SpanView span, Value into) {
    if (field == SpanField.STATUS_MESSAGE) {
      into.text(span.bytes(), 0, 0);
    } else {
      into.integer(0);
    }
  }

  private void readField(SpanView span, Value into) throws MalformedBytesException {
    if (fields.tag() == wanted()) {
      into.integer(fields.number());
    } else if (fields.tag() == OtlpFields.STATUS && field == SpanField.STATUS_MESSAGE) {
      status.reset(span.bytes(), fields.from(), fields.to());
      while (status.next()) {
        if (status.tag() == OtlpFields.STATUS_MESSAGE) {
          into.text(span.bytes(), status.from(), status.to());
        }
      }
    }
  }

  private int wanted() {
    return switch (field) {
      case DROPPED_ATTRIBUTES_COUNT -> OtlpFields.DROPPED_ATTRIBUTES;
      case DROPPED_EVENTS_COUNT -> OtlpFields.DROPPED_EVENTS;
      case DROPPED_LINKS_COUNT -> OtlpFields.DROPPED_LINKS;
      default -> -1;
    };
  }
}
