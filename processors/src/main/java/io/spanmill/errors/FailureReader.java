package io.spanmill.errors;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spanmill.model.StatusCode;
import io.spanmill.otlp.AttributeKey;
import io.spanmill.otlp.AttributeValue;
import io.spanmill.otlp.Attributes;
import io.spanmill.otlp.EventView;
import io.spanmill.otlp.Origin;
import io.spanmill.otlp.OtlpFields;
import io.spanmill.otlp.SpanView;
import io.spanmill.wire.MalformedBytesException;
import io.spanmill.wire.ProtoReader;
import io.spanmill.wire.Utf8;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a span says of its failure. Exceptions are events named {@code exception} (<a
 * href="https://opentelemetry.io/docs/specs/semconv/exceptions/exceptions-spans/">OpenTelemetry</a>)
 * or {@code error} (<a
 * href="https://github.com/opentracing/specification/blob/master/semantic_conventions.md">OpenTracing</a>);
 * of several the last one counts that left the span, else the last. Without one it is what the
 * span's attributes, its HTTP or gRPC status and its status message say. Not thread-safe.
 */
final class FailureReader {
  private static final AttributeKey LANGUAGE = new AttributeKey("telemetry.sdk.language");
  private static final AttributeKey ESCAPED = new AttributeKey("exception.escaped");
  private static final AttributeKey TYPE = new AttributeKey("exception.type");
  private static final AttributeKey MESSAGE = new AttributeKey("exception.message");
  private static final AttributeKey STACK = new AttributeKey("exception.stacktrace");
  private static final AttributeKey ERROR_KIND = new AttributeKey("error.kind");
  private static final AttributeKey ERROR_MESSAGE = new AttributeKey("message");
  private static final AttributeKey ERROR_STACK = new AttributeKey("stack");
  private static final byte[] EXCEPTION = "exception".getBytes(UTF_8);
  private static final byte[] ERROR = "error".getBytes(UTF_8);

  private final ProtoReader fields = new ProtoReader();
  private final ProtoReader statusFields = new ProtoReader();
  private final EventView event = new EventView();
  private final AttributeValue value = new AttributeValue();
  private final StatusReader statuses = new StatusReader();

  private int exceptions;
  private int lastFrom;
  private int lastTo;
  private boolean escaped;
  private String statusMessage = "";

  /**
   * Null if the span has not failed: its status is not ERROR, and it has recorded no exception.
   *
   * @param index of the span in its trace
   */
  @Nullable Failure read(SpanView span, Origin origin, int index) {
    try {
      look(span);
      if (exceptions == 0 && span.status() != StatusCode.ERROR) {
        return null;
      }
      String language = text(origin.resource(), LANGUAGE, AttributeValue.MAX_LABEL_BYTES);
      long failedNanos = span.endNanos();
      Said said;
      if (exceptions > 0) {
        event.read(span.bytes(), lastFrom, lastTo);
        failedNanos = event.nanos() > 0 ? event.nanos() : failedNanos;
        said = ofEvent(language, span.attributes());
      } else {
        said = ofSpan(language, span.attributes());
      }
      return new Failure(
          index, span.name(), language, said, span.startNanos(), span.endNanos(), failedNanos);
    } catch (MalformedBytesException impossible) {
      throw new IllegalStateException("a span that was read before cannot be read", impossible);
    }
  }

  private void look(SpanView span) throws MalformedBytesException {
    exceptions = 0;
    escaped = false;
    statusMessage = "";
    fields.reset(span.bytes(), span.from(), span.to());
    while (fields.next()) {
      if (fields.tag() == OtlpFields.EVENTS) {
        lookAtEvent(span.bytes());
      } else if (fields.tag() == OtlpFields.STATUS) {
        lookAtStatus(span.bytes());
      }
    }
  }

  private void lookAtEvent(byte[] bytes) throws MalformedBytesException {
    event.read(bytes, fields.from(), fields.to());
    if (!isException()) {
      return;
    }
    exceptions++;
    boolean left =
        event.attributes().find(ESCAPED, value)
            && (value.type() == AttributeValue.Type.BOOL
                ? value.asBoolean()
                : value.text().equalsIgnoreCase("true"));
    if (left || !escaped) {
      lastFrom = fields.from();
      lastTo = fields.to();
      escaped = left;
    }
  }

  private boolean isException() throws MalformedBytesException {
    return isNamed(EXCEPTION)
        || (isNamed(ERROR)
            && (event.attributes().find(ERROR_KIND, value)
                || event.attributes().find(ERROR_STACK, value)
                || event.attributes().find(ERROR_MESSAGE, value)));
  }

  private boolean isNamed(byte[] name) {
    int length = event.nameTo() - event.nameFrom();
    return length == name.length
        && Arrays.equals(event.bytes(), event.nameFrom(), event.nameTo(), name, 0, name.length);
  }

  private void lookAtStatus(byte[] bytes) throws MalformedBytesException {
    statusFields.reset(bytes, fields.from(), fields.to());
    while (statusFields.next()) {
      if (statusFields.tag() == OtlpFields.STATUS_MESSAGE) {
        statusMessage =
            text(bytes, statusFields.from(), statusFields.to(), MessageTemplate.MOST_READ);
      }
    }
  }

  private Said ofEvent(String language, Attributes ofSpan) throws MalformedBytesException {
    Attributes said = event.attributes();
    String type = first(said, TYPE, ERROR_KIND);
    String message = first(said, MESSAGE, ERROR_MESSAGE);
    String stack = stack(language, said, said.find(STACK, value) ? STACK : ERROR_STACK);
    int status = statuses.http(ofSpan);
    return new Said(type.isEmpty() ? "exception" : type, message, stack, status, exceptions, true);
  }

  private String first(Attributes attributes, AttributeKey key, AttributeKey other)
      throws MalformedBytesException {
    String text = text(attributes, key, MessageTemplate.MOST_READ);
    return text.isEmpty() ? text(attributes, other, MessageTemplate.MOST_READ) : text;
  }

  private Said ofSpan(String language, Attributes span) throws MalformedBytesException {
    String type = text(span, TYPE, MessageTemplate.MOST_READ);
    String message = text(span, MESSAGE, MessageTemplate.MOST_READ);
    String stack = stack(language, span, STACK);
    boolean specific = !type.isEmpty() || !message.isEmpty() || !statusMessage.isEmpty();
    String named = statuses.type(span);
    return new Said(
        type.isEmpty() ? named : type,
        message.isEmpty() ? statusMessage : message,
        stack,
        statuses.http(span),
        0,
        specific || statuses.isSpecific());
  }

  /** Of Python's the end, of all others the beginning. */
  private String stack(String language, Attributes attributes, AttributeKey key)
      throws MalformedBytesException {
    if (!attributes.find(key, value) || value.type() != AttributeValue.Type.STRING) {
      return "";
    }
    boolean tail = language.equals("python");
    int from = tail ? Math.max(value.from(), value.to() - StackForm.MOST_READ) : value.from();
    return text(value.bytes(), from, value.to(), StackForm.MOST_READ);
  }

  private String text(Attributes attributes, AttributeKey key, int most)
      throws MalformedBytesException {
    if (!attributes.find(key, value)) {
      return "";
    }
    return value.type() == AttributeValue.Type.STRING
        ? text(value.bytes(), value.from(), value.to(), most)
        : value.text();
  }

  private static String text(byte[] bytes, int from, int to, int most) {
    return new String(bytes, from, Utf8.cut(bytes, from, to, most) - from, UTF_8);
  }
}
