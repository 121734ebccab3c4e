package io.spanmill.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spanmill.otlp.Origin;
import io.spanmill.otlp.Origins;
import io.spanmill.otlp.RequestIndex;
import io.spanmill.otlp.SpanView;
import io.spanmill.sampling.ottl.OttlExpression;
import io.spanmill.sampling.ottl.OttlParser;
import io.spanmill.sampling.ottl.OttlSyntaxException;
import io.spanmill.wire.MalformedBytesException;
import java.util.function.Function;

/**
 * A condition is refused with a column of its own, or has an answer for every span: always the same
 * one, and the same as that of its copy.
 */
public final class OttlConditions {
  private static final byte[] REQUEST = Requests.full().toByteArray();

  private OttlConditions() {}

  /** Throws an {@link AssertionError} where something does not hold. */
  public static void fuzzerTestOneInput(byte[] input) {
    String condition = new String(input, UTF_8);
    check(condition, OttlParser::span);
    check(condition, OttlParser::spanEvent);
  }

  private static void check(String condition, Function<String, OttlExpression> parser) {
    OttlExpression expression;
    try {
      expression = parser.apply(condition);
    } catch (OttlSyntaxException refused) {
      Claim.holds(!String.valueOf(refused.getMessage()).isBlank(), "a refusal says something");
      Claim.holds(
          refused.column() >= 1 && refused.column() <= condition.length() + 1,
          "the column is inside: " + refused.getMessage());
      return;
    }
    Claim.holds(expression.toString().equals(condition), "a condition is what was written");
    OttlExpression copy = expression.copy();
    Claim.holds(copy.equals(expression), "a copy is equal");
    ask(expression, copy);
  }

  private static void ask(OttlExpression expression, OttlExpression copy) {
    try {
      RequestIndex index = new RequestIndex().read(REQUEST);
      Origin origin = new Origins().of(index, 0);
      for (int round = 0; round < 2; round++) {
        for (int i = 0; i < index.spans(); i++) {
          SpanView span = new SpanView().read(REQUEST, index.spanFrom(i), index.spanTo(i));
          Claim.holds(
              expression.matches(span, origin) == copy.matches(span, origin),
              "the answer is the same whoever is asked");
        }
      }
    } catch (MalformedBytesException impossible) {
      throw new AssertionError(impossible);
    }
  }
}
