package io.spanmill.sampling.ottl;

import java.util.List;

/** What holds for a span or does not. Keeps what it reads in fields: not thread-safe. */
non-sealed interface Condition extends Node {
  boolean holds(Subject subject) throws Unevaluable;

  /** All of them; asked one after the other, until one does not hold. */
  record All(List<Condition> conditions) implements Condition {
    public All {
      conditions = List.copyOf(conditions);
    }

    @Override
    public boolean holds(Subject subject) throws Unevaluable {
      for (int i = 0; i < conditions.size(); i++) {
        if (!conditions.get(i).holds(subject)) {
          return false;
        }
      }
      return true;
    }
  }

  /** Any of them; asked one after the other, until one holds. */
  record Any(List<Condition> conditions) implements Condition {
    public Any {
      conditions = List.copyOf(conditions);
    }

    @Override
    public boolean holds(Subject subject) throws Unevaluable {
      for (int i = 0; i < conditions.size(); i++) {
        if (conditions.get(i).holds(subject)) {
          return true;
        }
      }
      return false;
    }
  }

  /** The opposite. Where there is no answer, there is none to the opposite. */
  record Not(Condition condition) implements Condition {
    @Override
    public boolean holds(Subject subject) throws Unevaluable {
      return !condition.holds(subject);
    }
  }
}
