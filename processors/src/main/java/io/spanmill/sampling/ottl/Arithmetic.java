package io.spanmill.sampling.ottl;

/**
 * Two values and what is made of them. Numbers must be of one type; of times and durations there
 * are only sums and differences that make sense.
 */
final class Arithmetic implements Operand {
  private final Operand leftOperand;
  private final char operator;
  private final Operand rightOperand;
  private final Value left = new Value();
  private final Value right = new Value();

  Arithmetic(Operand left, char operator, Operand right) {
    this.leftOperand = left;
    this.operator = operator;
    this.rightOperand = right;
  }

  @Override
  public void read(Subject subject, Value into) throws Unevaluable {
    leftOperand.read(subject, left);
    rightOperand.read(subject, right);
    if (left.is(Value.Type.INT) && right.is(Value.Type.INT)) {
      into.integer(calculated(left.number(), right.number()));
    } else if (left.is(Value.Type.DOUBLE) && right.is(Value.Type.DOUBLE)) {
      into.decimal(calculated(left.decimal(), right.decimal()));
    } else {
      readTime(into);
    }
  }

  private long calculated(long a, long b) throws Unevaluable {
    return switch (operator) {
      case '+' -> a + b;
      case '-' -> a - b;
      case '*' -> a * b;
      default -> {
        if (b == 0) {
          throw Unevaluable.HERE;
        }
        yield a / b;
      }
    };
  }

  private double calculated(double a, double b) throws Unevaluable {
    return switch (operator) {
      case '+' -> a + b;
      case '-' -> a - b;
      case '*' -> a * b;
      default -> {
        if (b == 0) {
          throw Unevaluable.HERE;
        }
        yield a / b;
      }
    };
  }

  private void readTime(Value into) throws Unevaluable {
    boolean sum = operator == '+';
    long nanos = left.number() + (sum ? right.number() : -right.number());
    if (!sum && operator != '-') {
      throw Unevaluable.HERE;
    }
    if (left.is(Value.Type.DURATION) && right.is(Value.Type.DURATION)) {
      into.duration(nanos);
    } else if (left.is(Value.Type.TIME) && right.is(Value.Type.TIME) && !sum) {
      into.duration(nanos);
    } else if (left.is(Value.Type.TIME) && right.is(Value.Type.DURATION)) {
      into.time(nanos);
    } else if (left.is(Value.Type.DURATION) && right.is(Value.Type.TIME) && sum) {
      into.time(nanos);
    } else {
      throw Unevaluable.HERE;
    }
  }
}
