package io.spanmill.sampling.ottl;

import java.util.List;

/** What has a value. Keeps what it reads in fields: not thread-safe. */
non-sealed interface Operand extends Node {
  /**
   * Puts the value there; it holds until the next read.
   *
   * @throws Unevaluable where there is no value, which is something else than nil
   */
  void read(Subject subject, Value into) throws Unevaluable;

  /** A value that is written in the condition. */
  record Constant(Value value) implements Operand {
    @Override
    public void read(Subject subject, Value into) {
      into.set(value);
    }
  }

  /** A text that is written in the condition; functions want to know it beforehand. */
  record Text(String text, Value value) implements Operand {
    Text(String text) {
      this(text, new Value().text(text));
    }

    @Override
    public void read(Subject subject, Value into) {
      into.set(value);
    }
  }

  /** A condition whose answer is a value. */
  record Truth(Condition condition) implements Operand {
    @Override
    public void read(Subject subject, Value into) throws Unevaluable {
      into.bool(condition.holds(subject));
    }
  }

  /** A list that is written in the condition, for functions to go through. */
  record Items(List<Operand> operands) implements Operand {
    public Items {
      operands = List.copyOf(operands);
    }

    @Override
    public void read(Subject subject, Value into) throws Unevaluable {
      throw Unevaluable.HERE;
    }
  }
}
