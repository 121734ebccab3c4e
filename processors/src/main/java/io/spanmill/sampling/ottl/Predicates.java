package io.spanmill.sampling.ottl;

import com.google.re2j.Pattern;
import io.spanmill.otlp.AttributeValue;
import io.spanmill.otlp.ValueMembers;
import io.spanmill.wire.MalformedBytesException;
import java.util.Arrays;
import java.util.List;

/** Functions that say yes or no. */
final class Predicates {

  private Predicates() {}

  /** Whether a value is of a type; nil is of none. */
  static final class OfType implements Condition {
    private final Operand target;
    private final Value.Type type;
    private final Value value = new Value();

    OfType(Operand target, Value.Type type) {
      this.target = target;
      this.type = type;
    }

    @Override
    public boolean holds(Subject subject) throws Unevaluable {
      target.read(subject, value);
      return value.is(type);
    }
  }

  /** Whether a pattern is found in a value as text; never in nil. */
  static final class Match implements Condition {
    private final Operand target;
    private final PatternMemory patterns;
    private final Value value = new Value();
    private final TextForm text = new TextForm();

    Match(Operand target, Pattern pattern) {
      this.target = target;
      this.patterns = new PatternMemory(List.of(pattern));
    }

    @Override
    public boolean holds(Subject subject) throws Unevaluable {
      target.read(subject, value);
      return text.of(value) && patterns.isFound(text.bytes(), text.from(), text.to());
    }
  }

  /** Whether a text begins or ends with another. */
  static final class Affix implements Condition {
    private final Operand target;
    private final Operand affix;
    private final boolean atEnd;
    private final Value whole = new Value();
    private final Value part = new Value();

    Affix(Operand target, Operand affix, boolean atEnd) {
      this.target = target;
      this.affix = affix;
      this.atEnd = atEnd;
    }

    @Override
    public boolean holds(Subject subject) throws Unevaluable {
      target.read(subject, whole);
      affix.read(subject, part);
      int length = part.requireText().length();
      if (whole.requireText().length() < length) {
        return false;
      }
      int from = atEnd ? whole.to() - length : whole.from();
      return Arrays.equals(
          whole.bytes(), from, from + length, part.bytes(), part.from(), part.to());
    }
  }

  /** Whether a value is among those of a list that is written out. */
  static final class OneOf implements Condition {
    private final List<Operand> list;
    private final Operand item;
    private final Value wanted = new Value();
    private final Value value = new Value();

    OneOf(List<Operand> list, Operand item) {
      this.list = list;
      this.item = item;
    }

    @Override
    public boolean holds(Subject subject) throws Unevaluable {
      item.read(subject, wanted);
      for (int i = 0; i < list.size(); i++) {
        list.get(i).read(subject, value);
        if (Comparison.order(value, wanted) == 0) {
          return true;
        }
      }
      return false;
    }
  }

  /** Whether a value is among those of an attribute that is a list. */
  static final class Contains implements Condition {
    private final Operand target;
    private final Operand item;
    private final Value list = new Value();
    private final Value wanted = new Value();
    private final Value value = new Value();
    private final AttributeValue element = new AttributeValue();
    private final ValueMembers members = new ValueMembers();

    Contains(Operand target, Operand item) {
      this.target = target;
      this.item = item;
    }

    @Override
    public boolean holds(Subject subject) throws Unevaluable {
      target.read(subject, list);
      list.require(Value.Type.LIST);
      item.read(subject, wanted);
      try {
        return isAmongElements();
      } catch (MalformedBytesException unreadable) {
        throw Unevaluable.HERE;
      }
    }

    private boolean isAmongElements() throws MalformedBytesException {
      for (int i = 0; members.at(list.bytes(), list.from(), list.to(), i, element); i++) {
        value.set(element);
        if (Comparison.order(value, wanted) == 0) {
          return true;
        }
      }
      return false;
    }
  }
}
