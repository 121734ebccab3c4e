package io.spanmill.sampling.ottl;

import com.google.re2j.PatternSyntaxException;
import io.spanmill.sampling.ottl.OttlExpression.Context;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The functions that conditions can use, as in OTTL's <a
 * href="https://github.com/open-telemetry/opentelemetry-collector-contrib/blob/main/pkg/ottl/ottlfuncs/README.md">standard
 * converters</a>.
 */
final class Functions {
  private record Signature(List<String> parameters, Function<Arguments, Operand> operand) {}

  private static final Map<String, Signature> ALL = new TreeMap<>();

  static {
    tests();
    conversions();
    times();
  }

  private Functions() {}

  private static void tests() {
    condition("IsMatch", List.of("target", "pattern"), Functions::match);
    condition("HasPrefix", List.of("target", "prefix"), given -> affix(given, false));
    condition("HasSuffix", List.of("target", "suffix"), given -> affix(given, true));
    condition("ContainsValue", List.of("target", "item"), Functions::contains);
    condition("IsRootSpan", List.of(), given -> subject -> subject.span().parentId() == 0);
    typeTest("IsString", Value.Type.STRING);
    typeTest("IsInt", Value.Type.INT);
    typeTest("IsDouble", Value.Type.DOUBLE);
    typeTest("IsBool", Value.Type.BOOL);
    typeTest("IsMap", Value.Type.MAP);
    typeTest("IsList", Value.Type.LIST);
  }

  private static void conversions() {
    value("Len", List.of("target"), given -> new Conversions.Length(given.operand(0)));
    value("Int", List.of("target"), given -> new Conversions.ToInt(given.operand(0)));
    value("Double", List.of("target"), given -> new Conversions.ToDouble(given.operand(0)));
    value("String", List.of("target"), given -> new Conversions.ToText(given.operand(0)));
    value("ToLowerCase", List.of("target"), given -> new Conversions.Case(given.operand(0), false));
    value("ToUpperCase", List.of("target"), given -> new Conversions.Case(given.operand(0), true));
    value("ConvertCase", List.of("target", "to_case"), Functions::convertCase);
    value(
        "Concat",
        List.of("vals", "delimiter"),
        given -> new Conversions.Concatenation(given.list(0), given.operand(1)));
    value("TraceID", List.of("bytes"), Functions::traceId);
    value("SpanID", List.of("bytes"), Functions::spanId);
  }

  private static void times() {
    value("Duration", List.of("duration"), Functions::duration);
    inUnit("Hours", "duration", Value.Type.DURATION, 3_600_000_000_000L, true);
    inUnit("Minutes", "duration", Value.Type.DURATION, 60_000_000_000L, true);
    inUnit("Seconds", "duration", Value.Type.DURATION, 1_000_000_000L, true);
    inUnit("Milliseconds", "duration", Value.Type.DURATION, 1_000_000L, false);
    inUnit("Microseconds", "duration", Value.Type.DURATION, 1_000L, false);
    inUnit("Nanoseconds", "duration", Value.Type.DURATION, 1, false);
    inUnit("Unix", "time", Value.Type.TIME, 1_000_000_000L, false);
    inUnit("UnixMilli", "time", Value.Type.TIME, 1_000_000L, false);
    inUnit("UnixMicro", "time", Value.Type.TIME, 1_000L, false);
    inUnit("UnixNano", "time", Value.Type.TIME, 1, false);
  }

  /** Refuses what is no function. */
  static void requireKnown(Token function, Context context) {
    if (!ALL.containsKey(function.text())) {
      throw new OttlSyntaxException(
          function.column(),
          function.shown()
              + " is not a function here; allowed: "
              + String.join(", ", ALL.keySet()));
    }
    if (function.text().equals("IsRootSpan") && context == Context.SPAN_EVENT) {
      throw new OttlSyntaxException(
          function.column(), "IsRootSpan is for conditions about spans, and this is about events");
    }
  }

  /** Makes what a call of a known function stands for. */
  static Operand call(Token function, List<Arguments.Argument> given) {
    Signature signature = Objects.requireNonNull(ALL.get(function.text()));
    return signature.operand.apply(Arguments.of(function, given, signature.parameters));
  }

  private static void value(
      String name, List<String> parameters, Function<Arguments, Operand> operand) {
    ALL.put(name, new Signature(parameters, operand));
  }

  private static void condition(
      String name, List<String> parameters, Function<Arguments, Condition> condition) {
    value(name, parameters, given -> new Operand.Truth(condition.apply(given)));
  }

  private static void typeTest(String name, Value.Type type) {
    condition(name, List.of("target"), given -> new Predicates.OfType(given.operand(0), type));
  }

  private static void inUnit(
      String name, String parameter, Value.Type type, long nanos, boolean fraction) {
    value(
        name,
        List.of(parameter),
        given -> new Conversions.InUnit(given.operand(0), type, nanos, fraction));
  }

  private static Condition match(Arguments given) {
    try {
      return new Predicates.Match(given.operand(0), Re2Pattern.compile(given.text(1)));
    } catch (PatternSyntaxException wrong) {
      throw given.wrong(1, "not a regular expression: " + wrong.getDescription());
    }
  }

  private static Condition affix(Arguments given, boolean atEnd) {
    return new Predicates.Affix(given.operand(0), given.operand(1), atEnd);
  }

  private static Condition contains(Arguments given) {
    return given.isList(0)
        ? new Predicates.OneOf(given.list(0), given.operand(1))
        : new Predicates.Contains(given.operand(0), given.operand(1));
  }

  private static Operand convertCase(Arguments given) {
    return switch (given.text(1)) {
      case "lower" -> new Conversions.Case(given.operand(0), false);
      case "upper" -> new Conversions.Case(given.operand(0), true);
      default -> throw given.wrong(1, "ConvertCase knows \"lower\" and \"upper\" here");
    };
  }

  private static Operand duration(Arguments given) {
    try {
      return new Operand.Constant(new Value().duration(GoDuration.nanos(given.text(0))));
    } catch (OttlSyntaxException wrong) {
      throw wrong;
    } catch (IllegalArgumentException | ArithmeticException wrong) {
      throw given.wrong(0, "\"" + given.text(0) + "\" is not " + GoDuration.ALLOWED);
    }
  }

  private static Operand traceId(Arguments given) {
    String digits = digits(given, 32);
    long high = Long.parseUnsignedLong(digits, 0, 16, 16);
    long low = Long.parseUnsignedLong(digits, 16, 32, 16);
    return new Operand.Constant(new Value().traceId(high, low));
  }

  private static Operand spanId(Arguments given) {
    return new Operand.Constant(new Value().spanId(Long.parseUnsignedLong(digits(given, 16), 16)));
  }

  /** Of bytes or of a text that is written out. */
  private static String digits(Arguments given, int count) {
    String digits = "";
    if (given.operand(0) instanceof Operand.Text text) {
      digits = text.text();
    } else if (given.operand(0) instanceof Operand.Constant constant
        && constant.value().is(Value.Type.BYTES)) {
      digits = HexFormat.of().formatHex(constant.value().bytes());
    }
    if (!digits.matches("[0-9a-fA-F]{" + count + "}")) {
      throw given.wrong(0, "an id of " + count + " hexadecimal digits is wanted here: 0x…");
    }
    return digits;
  }
}
