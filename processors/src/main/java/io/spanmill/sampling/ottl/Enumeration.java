package io.spanmill.sampling.ottl;

import io.spanmill.model.SpanKind;
import io.spanmill.model.StatusCode;
import java.util.Map;
import java.util.TreeMap;

/** OTTL's names for OTLP's numbers. */
final class Enumeration {
  private static final Map<String, Integer> NUMBERS = new TreeMap<>();

  static {
    for (SpanKind kind : SpanKind.values()) {
      NUMBERS.put(kind.otlpName(), kind.ordinal());
    }
    for (StatusCode code : StatusCode.values()) {
      NUMBERS.put(code.otlpName(), code.ordinal());
    }
  }

  private Enumeration() {}

  static Operand constant(Token name) {
    Integer number = NUMBERS.get(name.text());
    if (number == null) {
      throw new OttlSyntaxException(
          name.column(),
          name.shown() + " is not known; allowed: " + String.join(", ", NUMBERS.keySet()));
    }
    return new Operand.Constant(new Value().integer(number));
  }
}
