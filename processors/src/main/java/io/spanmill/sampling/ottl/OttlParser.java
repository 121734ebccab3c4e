package io.spanmill.sampling.ottl;

import io.spanmill.sampling.ottl.OttlExpression.Context;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads conditions as they stand in a Collector's {@code ottl_condition}, after OTTL's <a
 * href="https://github.com/open-telemetry/opentelemetry-collector-contrib/blob/main/pkg/ottl/LANGUAGE.md">language
 * reference</a>.
 *
 * <pre>
 * condition  = and { "or" and }
 * and        = not { "and" not }
 * not        = [ "not" ] comparison
 * comparison = sum [ ( "==" | "!=" | "&lt;" | "&lt;=" | "&gt;" | "&gt;=" ) sum ]
 * sum        = product { ( "+" | "-" ) product }
 * product    = value { ( "*" | "/" ) value }
 * value      = literal | ENUM | path | Function "(" arguments ")" | "(" condition ")"
 * </pre>
 *
 * Literals are texts, numbers, {@code true}, {@code false}, {@code nil} and bytes ({@code 0x1f});
 * the paths are those of {@link Paths}, the functions those of {@link Functions}. All else of the
 * language (maps, editors, computed keys) is refused with its column.
 */
public final class OttlParser {
  private static final int MAX_DEPTH = 50;

  private final Cursor cursor;
  private final Context context;
  private final Paths paths;
  private int depth;

  private OttlParser(String condition, Context context) {
    this.cursor = new Cursor(condition);
    this.context = context;
    this.paths = new Paths(context);
  }

  /**
   * A condition about a span.
   *
   * @throws OttlSyntaxException where it is none, or none that is understood here
   */
  public static OttlExpression span(String condition) {
    return parse(condition, Context.SPAN);
  }

  /**
   * A condition about an event of a span.
   *
   * @throws OttlSyntaxException where it is none, or none that is understood here
   */
  public static OttlExpression spanEvent(String condition) {
    return parse(condition, Context.SPAN_EVENT);
  }

  static OttlExpression parse(String source, Context context) {
    OttlParser parser = new OttlParser(source, context);
    Token first = parser.cursor.peek();
    Condition condition = parser.or().asCondition(first);
    Token rest = parser.cursor.peek();
    if (rest.kind() != Token.Kind.END) {
      throw rest.wrong(rest.shown() + " cannot stand here; expected and, or, or the end");
    }
    return new OttlExpression(source, context, condition, parser.paths.dependOnRandomness());
  }

  private Node or() {
    Token first = cursor.peek();
    Node left = and();
    if (!cursor.peek().is("or")) {
      return left;
    }
    List<Condition> conditions = new ArrayList<>(List.of(left.asCondition(first)));
    while (cursor.skip("or")) {
      Token next = cursor.peek();
      conditions.add(and().asCondition(next));
    }
    return new Condition.Any(conditions);
  }

  private Node and() {
    Token first = cursor.peek();
    Node left = not();
    if (!cursor.peek().is("and")) {
      return left;
    }
    List<Condition> conditions = new ArrayList<>(List.of(left.asCondition(first)));
    while (cursor.skip("and")) {
      Token next = cursor.peek();
      conditions.add(not().asCondition(next));
    }
    return new Condition.All(conditions);
  }

  private Node not() {
    if (!cursor.skip("not")) {
      return comparison();
    }
    Token first = cursor.peek();
    return new Condition.Not(comparison().asCondition(first));
  }

  private Node comparison() {
    Token first = cursor.peek();
    Node left = sum();
    for (Comparison.Operator operator : Comparison.Operator.values()) {
      if (cursor.skip(operator.sign())) {
        Token second = cursor.peek();
        return new Comparison(left.asScalar(first), operator, sum().asScalar(second));
      }
    }
    if (cursor.peek().is("=")) {
      throw cursor.peek().wrong("\"=\" cannot stand here; did you mean ==?");
    }
    return left;
  }

  private Node sum() {
    Token first = cursor.peek();
    Node left = product();
    for (int terms = 1; cursor.peek().is("+") || cursor.peek().is("-"); terms++) {
      Token operator = operator(terms);
      Token second = cursor.peek();
      left = arithmetic(left.asScalar(first), operator, product().asScalar(second));
    }
    return left;
  }

  private Node product() {
    Token first = cursor.peek();
    Node left = value();
    for (int factors = 1; cursor.peek().is("*") || cursor.peek().is("/"); factors++) {
      Token operator = operator(factors);
      Token second = cursor.peek();
      left = arithmetic(left.asScalar(first), operator, value().asScalar(second));
    }
    return left;
  }

  private Token operator(int before) {
    if (before > MAX_DEPTH) {
      throw cursor.peek().wrong("the calculation is too long");
    }
    return cursor.next();
  }

  private static Operand arithmetic(Operand left, Token operator, Operand right) {
    return new Arithmetic(left, operator.text().charAt(0), right);
  }

  private Node value() {
    Token token = cursor.next();
    return switch (token.kind()) {
      case STRING -> new Operand.Text(token.text());
      case INT, FLOAT -> Literals.number(token, "");
      case BYTES -> Literals.bytes(token);
      case WORD -> word(token);
      case SIGN -> sign(token);
      case END -> throw token.wrong("a value is missing at the end");
    };
  }

  private Node sign(Token token) {
    if (token.is("(")) {
      return enclosed(token);
    }
    if (token.is("[")) {
      return list(token);
    }
    boolean signed = token.is("-") || token.is("+");
    if (signed
        && (cursor.peek().kind() == Token.Kind.INT || cursor.peek().kind() == Token.Kind.FLOAT)) {
      return Literals.number(cursor.next(), token.text());
    }
    throw token.wrong("expected a value, but found " + token.shown());
  }

  private Node enclosed(Token open) {
    if (++depth > MAX_DEPTH) {
      throw open.wrong("is nested too deeply");
    }
    Node inside = or();
    cursor.expect(")", "to close the one at column " + open.column());
    depth--;
    return inside;
  }

  private Operand list(Token open) {
    if (++depth > MAX_DEPTH) {
      throw open.wrong("is nested too deeply");
    }
    List<Operand> items = new ArrayList<>();
    if (!cursor.skip("]")) {
      do {
        Token first = cursor.peek();
        items.add(sum().asScalar(first));
      } while (cursor.skip(","));
      cursor.expect("]", "to close the one at column " + open.column());
    }
    depth--;
    return new Operand.Items(items);
  }

  private Node word(Token word) {
    switch (word.text()) {
      case "true", "false" -> {
        boolean truth = word.text().equals("true");
        return new Operand.Truth(subject -> truth);
      }
      case "nil" -> {
        return new Operand.Constant(new Value());
      }
      case "and", "or", "not", "where" ->
          throw word.wrong("expected a value, but found " + word.shown());
      default -> {
        return named(word);
      }
    }
  }

  private Node named(Token word) {
    if (Character.isLowerCase(word.text().charAt(0))) {
      return path(word);
    }
    return cursor.peek().is("(") ? call(word) : Enumeration.constant(word);
  }

  private Operand path(Token first) {
    StringBuilder name = new StringBuilder(first.text());
    while (cursor.skip(".")) {
      Token step = cursor.next();
      if (step.kind() != Token.Kind.WORD) {
        throw step.wrong("expected a name after the dot, but found " + step.shown());
      }
      name.append('.').append(step.text());
    }
    if (cursor.peek().is("(")) {
      throw first.wrong("\"" + name + "\" is no function; functions begin with a capital letter");
    }
    List<Token> keys = keys();
    if (cursor.peek().is(".")) {
      throw cursor.peek().wrong("nothing can follow a key but another key");
    }
    return paths.operand(first.column(), name.toString(), keys);
  }

  private List<Token> keys() {
    List<Token> keys = new ArrayList<>();
    while (cursor.skip("[")) {
      Token key = cursor.next();
      if (key.kind() != Token.Kind.STRING && key.kind() != Token.Kind.INT) {
        throw key.wrong("a key must be a text or a whole number, but is " + key.shown());
      }
      keys.add(key);
      cursor.expect("]", "after the key");
    }
    return keys;
  }

  private Operand call(Token function) {
    Functions.requireKnown(function, context);
    Token open = cursor.next();
    List<Arguments.Argument> arguments = new ArrayList<>();
    if (++depth > MAX_DEPTH) {
      throw open.wrong("is nested too deeply");
    }
    if (!cursor.skip(")")) {
      do {
        arguments.add(argument());
      } while (cursor.skip(","));
      cursor.expect(")", "to close the one at column " + open.column());
    }
    depth--;
    if (cursor.peek().is("[")) {
      throw cursor.peek().wrong("what a function returns cannot be indexed here");
    }
    return Functions.call(function, arguments);
  }

  private Arguments.Argument argument() {
    Token first = cursor.peek();
    boolean named = cursor.skipName();
    Token start = cursor.peek();
    return new Arguments.Argument(
        named ? first.text() : "", start.column(), sum().asOperand(start));
  }
}
