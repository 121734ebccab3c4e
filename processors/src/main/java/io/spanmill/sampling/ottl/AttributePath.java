package io.spanmill.sampling.ottl;

import io.spanmill.otlp.AttributeKey;
import io.spanmill.otlp.AttributeValue;
import io.spanmill.otlp.Attributes;
import io.spanmill.otlp.ValueMembers;
import io.spanmill.wire.MalformedBytesException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads an attribute, or what lies inside of it; nil where it is not there. */
final class AttributePath implements Operand {
  /** Whose attribute it is. */
  enum Owner {
    SPAN,
    EVENT,
    RESOURCE,
    SCOPE
  }

  /**
   * One step into a value.
   *
   * @param key of a map; null for a list
   * @param index in a list, from 0
   */
  record Step(@Nullable AttributeKey key, int index) {}

  private final Owner owner;
  private final AttributeKey key;
  private final List<Step> steps;
  private final AttributeValue value = new AttributeValue();
  private final ValueMembers members = new ValueMembers();

  AttributePath(Owner owner, AttributeKey key, List<Step> steps) {
    this.owner = owner;
    this.key = key;
    this.steps = List.copyOf(steps);
  }

  @Override
  public void read(Subject subject, Value into) throws Unevaluable {
    try {
      if (attributes(subject).find(key, value) && reached()) {
        into.set(value);
      } else {
        into.nil();
      }
    } catch (MalformedBytesException unreadable) {
      throw Unevaluable.HERE;
    }
  }

  private Attributes attributes(Subject subject) throws MalformedBytesException {
    return switch (owner) {
      case SPAN -> subject.span().attributes();
      case EVENT -> subject.event().attributes();
      case RESOURCE -> subject.origin().resource();
      case SCOPE -> subject.scope().attributes();
    };
  }

  /** A key that a map lacks is nil; to index what is no map, or too far, has no answer. */
  private boolean reached() throws MalformedBytesException, Unevaluable {
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      if (step.key != null && value.isMap()) {
        if (!members.find(value, step.key, value)) {
          return false;
        }
      } else if (step.key != null || !value.isArray() || !members.at(value, step.index, value)) {
        throw Unevaluable.HERE;
      }
    }
    return true;
  }
}
