package io.spanmill.sampling.ottl;

import java.util.Arrays;

/**
 * Two values and how they must stand to each other, by the <a
 * href="https://github.com/open-telemetry/opentelemetry-collector-contrib/blob/main/pkg/ottl/LANGUAGE.md#comparison-rules">comparison
 * rules</a>: values of different types are not equal and nothing else, but numbers are numbers.
 */
final class Comparison implements Condition {
  enum Operator {
    EQUAL("=="),
    NOT_EQUAL("!="),
    LESS("<"),
    AT_MOST("<="),
    GREATER(">"),
    AT_LEAST(">=");

    private final String sign;

    Operator(String sign) {
      this.sign = sign;
    }

    String sign() {
      return sign;
    }

    boolean holds(int order) {
      return switch (this) {
        case EQUAL -> order == 0;
        case NOT_EQUAL -> order != 0;
        case LESS -> order < 0;
        case AT_MOST -> order <= 0;
        case GREATER -> order > 0 && order != UNORDERED;
        case AT_LEAST -> order >= 0 && order != UNORDERED;
      };
    }
  }

  /** Not equal, and neither is above the other. */
  static final int UNORDERED = 2;

  private final Operator operator;
  private final Operand leftOperand;
  private final Operand rightOperand;
  private final Value left = new Value();
  private final Value right = new Value();

  Comparison(Operand left, Operator operator, Operand right) {
    this.operator = operator;
    this.leftOperand = left;
    this.rightOperand = right;
  }

  @Override
  public boolean holds(Subject subject) throws Unevaluable {
    leftOperand.read(subject, left);
    rightOperand.read(subject, right);
    return operator.holds(order(left, right));
  }

  static int order(Value a, Value b) {
    if (a.type() == b.type()) {
      return orderOfOneType(a, b);
    }
    boolean numbers = isNumber(a) && isNumber(b);
    return numbers ? order(a.decimal(), b.decimal()) : UNORDERED;
  }

  private static int orderOfOneType(Value a, Value b) {
    return switch (a.type()) {
      case NIL -> 0;
      case BOOL, INT, TIME, DURATION -> Long.compare(a.number(), b.number());
      case DOUBLE -> order(a.decimal(), b.decimal());
      case STRING, BYTES -> Integer.signum(orderOfBytes(a, b));
      case MAP, LIST -> orderOfBytes(a, b) == 0 ? 0 : UNORDERED;
      case SPAN_ID -> a.number() == b.number() ? 0 : UNORDERED;
      case TRACE_ID -> a.number() == b.number() && a.high() == b.high() ? 0 : UNORDERED;
    };
  }

  private static int orderOfBytes(Value a, Value b) {
    return Arrays.compareUnsigned(a.bytes(), a.from(), a.to(), b.bytes(), b.from(), b.to());
  }

  private static boolean isNumber(Value value) {
    return value.is(Value.Type.INT) || value.is(Value.Type.DOUBLE);
  }

  private static int order(double a, double b) {
    if (a == b) {
      return 0;
    }
    return a < b ? -1 : a > b ? 1 : UNORDERED;
  }
}
