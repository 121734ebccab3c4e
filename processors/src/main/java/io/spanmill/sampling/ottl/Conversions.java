package io.spanmill.sampling.ottl;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.spanmill.otlp.ValueMembers;
import io.spanmill.wire.MalformedBytesException;
import io.spanmill.wire.Utf8;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Functions that make one value of another. */
final class Conversions {

  private Conversions() {}

  /** Bytes of a text, elements of a list, entries of a map. */
  static final class Length implements Operand {
    private final Operand target;
    private final Value value = new Value();
    private final ValueMembers members = new ValueMembers();

    Length(Operand target) {
      this.target = target;
    }

    @Override
    public void read(Subject subject, Value into) throws Unevaluable {
      target.read(subject, value);
      if (value.is(Value.Type.STRING)) {
        into.integer(value.length());
      } else if (value.is(Value.Type.LIST) || value.is(Value.Type.MAP)) {
        into.integer(members());
      } else {
        throw Unevaluable.HERE;
      }
    }

    private int members() throws Unevaluable {
      try {
        return members.count(value.bytes(), value.from(), value.to());
      } catch (MalformedBytesException unreadable) {
        throw Unevaluable.HERE;
      }
    }
  }

  /** An integer: of a text that spells one, of a number without its fraction, 1 for true. */
  static final class ToInt implements Operand {
    private final Operand target;
    private final Value value = new Value();

    ToInt(Operand target) {
      this.target = target;
    }

    @Override
    public void read(Subject subject, Value into) throws Unevaluable {
      target.read(subject, value);
      switch (value.type()) {
        case NIL -> into.nil();
        case INT, BOOL -> into.integer(value.number());
        case DOUBLE -> into.integer((long) value.decimal());
        case STRING -> spelled(into);
        default -> throw Unevaluable.HERE;
      }
    }

    private void spelled(Value into) {
      try {
        String text = new String(value.bytes(), value.from(), value.length(), US_ASCII);
        into.integer(Long.parseLong(text));
      } catch (NumberFormatException noInteger) {
        into.nil();
      }
    }
  }

  /** A floating-point number: of a text that spells one, of an integer, 1 for true. */
  static final class ToDouble implements Operand {
    private final Operand target;
    private final Value value = new Value();

    ToDouble(Operand target) {
      this.target = target;
    }

    @Override
    public void read(Subject subject, Value into) throws Unevaluable {
      target.read(subject, value);
      switch (value.type()) {
        case NIL -> into.nil();
        case INT, DOUBLE -> into.decimal(value.decimal());
        case BOOL -> into.decimal(value.truth() ? 1 : 0);
        case STRING -> spelled(into);
        default -> throw Unevaluable.HERE;
      }
    }

    private void spelled(Value into) {
      try {
        String text = new String(value.bytes(), value.from(), value.length(), US_ASCII);
        into.decimal(Double.parseDouble(text));
      } catch (NumberFormatException noNumber) {
        into.nil();
      }
    }
  }

  /** A value's text; nil of nil. */
  static final class ToText implements Operand {
    private final Operand target;
    private final Value value = new Value();
    private final TextForm text = new TextForm();

    ToText(Operand target) {
      this.target = target;
    }

    @Override
    public void read(Subject subject, Value into) throws Unevaluable {
      target.read(subject, value);
      if (text.of(value)) {
        into.text(text.bytes(), text.from(), text.to());
      } else {
        into.nil();
      }
    }
  }

  /** A text in capitals or in small letters. */
  static final class Case implements Operand {
    private final Operand target;
    private final boolean upper;
    private final Value value = new Value();
    private byte[] changed = new byte[64];

    Case(Operand target, boolean upper) {
      this.target = target;
      this.upper = upper;
    }

    @Override
    public void read(Subject subject, Value into) throws Unevaluable {
      target.read(subject, value);
      value.requireText();
      if (Utf8.isAscii(value.bytes(), value.from(), value.to())) {
        ascii(into);
      } else {
        String text = new String(value.bytes(), value.from(), value.length(), UTF_8);
        into.text(upper ? text.toUpperCase(Locale.ROOT) : text.toLowerCase(Locale.ROOT));
      }
    }

    private void ascii(Value into) {
      if (changed.length < value.length()) {
        changed = new byte[2 * value.length()];
      }
      for (int i = 0; i < value.length(); i++) {
        int letter = value.bytes()[value.from() + i];
        changed[i] = (byte) (upper ? Character.toUpperCase(letter) : Character.toLowerCase(letter));
      }
      into.text(changed, 0, value.length());
    }
  }

  /** Texts of several values with a text between them; nil is {@code <nil>}. */
  static final class Concatenation implements Operand {
    private static final byte[] NIL = "<nil>".getBytes(US_ASCII);

    private final List<Operand> values;
    private final Operand delimiter;
    private final Value between = new Value();
    private final Value value = new Value();
    private final TextForm text = new TextForm();
    private byte[] joined = new byte[64];
    private int length;

    Concatenation(List<Operand> values, Operand delimiter) {
      this.values = values;
      this.delimiter = delimiter;
    }

    @Override
    public void read(Subject subject, Value into) throws Unevaluable {
      delimiter.read(subject, between);
      between.requireText();
      length = 0;
      for (int i = 0; i < values.size(); i++) {
        if (i > 0) {
          add(between.bytes(), between.from(), between.to());
        }
        values.get(i).read(subject, value);
        if (text.of(value)) {
          add(text.bytes(), text.from(), text.to());
        } else {
          add(NIL, 0, NIL.length);
        }
      }
      into.text(joined, 0, length);
    }

    private void add(byte[] bytes, int from, int to) {
      int added = to - from;
      if (joined.length - length < added) {
        joined = Arrays.copyOf(joined, 2 * (length + added));
      }
      System.arraycopy(bytes, from, joined, length, added);
      length += added;
    }
  }

  /** A duration, or a time since 1970, as a number of some unit. */
  static final class InUnit implements Operand {
    private final Operand target;
    private final Value.Type type;
    private final long nanos;
    private final boolean fraction;
    private final Value value = new Value();

    /**
     * @param nanos of one unit
     * @param fraction whether the number has one
     */
    InUnit(Operand target, Value.Type type, long nanos, boolean fraction) {
      this.target = target;
      this.type = type;
      this.nanos = nanos;
      this.fraction = fraction;
    }

    @Override
    public void read(Subject subject, Value into) throws Unevaluable {
      target.read(subject, value);
      long number = value.require(type).number();
      if (fraction) {
        into.decimal((double) number / nanos);
      } else {
        into.integer(number / nanos);
      }
    }
  }
}
