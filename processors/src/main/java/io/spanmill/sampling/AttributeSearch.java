package io.spanmill.sampling;

import io.spanmill.otlp.AttributeKey;
import io.spanmill.otlp.AttributeValue;
import io.spanmill.otlp.Attributes;
import io.spanmill.otlp.Origin;
import io.spanmill.trace.TraceView;
import io.spanmill.wire.MalformedBytesException;
import java.util.function.Predicate;

/** Whether any resource or any span of a trace has an attribute that passes a test. */
final class AttributeSearch {
  private final AttributeKey key;
  private final Predicate<AttributeValue> test;
  private final AttributeValue value = new AttributeValue();

  AttributeSearch(AttributeKey key, Predicate<AttributeValue> test) {
    this.key = key;
    this.test = test;
  }

  boolean matchesAny(TraceView spans) {
    Origin before = null;
    for (int span = 0; span < spans.size(); span++) {
      Origin origin = spans.origin(span);
      if (origin != before && matches(origin.resource())) {
        return true;
      }
      before = origin;
      if (matches(spans.span(span).attributes())) {
        return true;
      }
    }
    return false;
  }

  /** An attribute that cannot be read cannot pass. */
  private boolean matches(Attributes attributes) {
    try {
      return attributes.find(key, value) && test.test(value);
    } catch (MalformedBytesException unreadable) {
      return false;
    }
  }
}
