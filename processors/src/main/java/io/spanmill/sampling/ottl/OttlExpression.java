package io.spanmill.sampling.ottl;

import io.spanmill.otlp.Origin;
import io.spanmill.otlp.OtlpFields;
import io.spanmill.otlp.SpanView;
import io.spanmill.wire.MalformedBytesException;
import io.spanmill.wire.ProtoReader;

/**
 * A condition that was read by {@link OttlParser}. Equal if it is the same text about the same
 * thing. Not thread-safe: each thread asks a {@link #copy} of its own.
 */
public final class OttlExpression {
  /** What a condition is about. */
  enum Context {
    SPAN,
    SPAN_EVENT
  }

  private final String source;
  private final Context context;
  private final Condition condition;
  private final boolean dependsOnRandomness;
  private final Subject subject = new Subject();
  private final ProtoReader fields = new ProtoReader();

  OttlExpression(String source, Context context, Condition condition, boolean randomness) {
    this.source = source;
    this.context = context;
    this.condition = condition;
    this.dependsOnRandomness = randomness;
  }

  /**
   * Whether the span fulfils the condition or, where it is about events, any of its events does.
   * Where there is no answer (a text is to be subtracted, a list is too short), it does not: this
   * never throws.
   */
  public boolean matches(SpanView span, Origin origin) {
    subject.aim(span, origin);
    return context == Context.SPAN ? holds() : holdsForAnyEvent(span);
  }

  private boolean holds() {
    try {
      return condition.holds(subject);
    } catch (Unevaluable unanswered) {
      return false;
    }
  }

  private boolean holdsForAnyEvent(SpanView span) {
    try {
      fields.reset(span.bytes(), span.from(), span.to());
      while (fields.next()) {
        if (fields.tag() == OtlpFields.EVENTS) {
          subject.aimAtEvent(fields.from(), fields.to());
          if (holds()) {
            return true;
          }
        }
      }
      return false;
    } catch (MalformedBytesException unreadable) {
      return false;
    }
  }

  /**
   * Whether it asks for the trace id or for what samplers wrote into the tracestate: what it
   * matches then depends on the randomness by which traces are sampled, and no count made of those
   * traces is true.
   */
  public boolean dependsOnRandomness() {
    return dependsOnRandomness;
  }

  /** Whether it is about the events of a span rather than about the span. */
  public boolean ofEvents() {
    return context == Context.SPAN_EVENT;
  }

  /** The same for another thread. */
  public OttlExpression copy() {
    return OttlParser.parse(source, context);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof OttlExpression that
        && source.equals(that.source)
        && context == that.context;
  }

  @Override
  public int hashCode() {
    return 31 * source.hashCode() + context.ordinal();
  }

  /** The condition as it was written. */
  @Override
  public String toString() {
    return source;
  }
}
