package io.spanmill.sampling.ottl;

import io.spanmill.sampling.ottl.OttlExpression.Context;
import java.util.ArrayList;
import java.util.HexFormat;
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

  private final List<Token> tokens;
  private final Context context;
  private final Paths paths;
  private int at;
  private int depth;

  private OttlParser(String condition, Context context) {
    this.tokens = Lexer.tokens(condition);
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
    Token first = parser.peek();
    Condition condition = condition(parser.or(), first);
    Token rest = parser.peek();
    if (rest.kind() != Token.Kind.END) {
      throw wrong(rest, rest.shown() + " cannot stand here; expected and, or, or the end");
    }
    return new OttlExpression(source, context, condition, parser.paths.dependOnRandomness());
  }

  private Node or() {
    Token first = peek();
    Node left = and();
    if (!peek().is("or")) {
      return left;
    }
    List<Condition> conditions = new ArrayList<>(List.of(condition(left, first)));
    while (skip("or")) {
      Token next = peek();
      conditions.add(condition(and(), next));
    }
    return new Condition.Any(conditions);
  }

  private Node and() {
    Token first = peek();
    Node left = not();
    if (!peek().is("and")) {
      return left;
    }
    List<Condition> conditions = new ArrayList<>(List.of(condition(left, first)));
    while (skip("and")) {
      Token next = peek();
      conditions.add(condition(not(), next));
    }
    return new Condition.All(conditions);
  }

  private Node not() {
    if (!skip("not")) {
      return comparison();
    }
    Token first = peek();
    return new Condition.Not(condition(comparison(), first));
  }

  private Node comparison() {
    Token first = peek();
    Node left = sum();
    for (Comparison.Operator operator : Comparison.Operator.values()) {
      if (skip(operator.sign())) {
        Token second = peek();
        return new Comparison(scalar(left, first), operator, scalar(sum(), second));
      }
    }
    if (peek().is("=")) {
      throw wrong(peek(), "\"=\" cannot stand here; did you mean ==?");
    }
    return left;
  }

  private Node sum() {
    Token first = peek();
    Node left = product();
    for (int terms = 1; peek().is("+") || peek().is("-"); terms++) {
      Token operator = operator(terms);
      Token second = peek();
      left = arithmetic(scalar(left, first), operator, scalar(product(), second));
    }
    return left;
  }

  private Node product() {
    Token first = peek();
    Node left = value();
    for (int factors = 1; peek().is("*") || peek().is("/"); factors++) {
      Token operator = operator(factors);
      Token second = peek();
      left = arithmetic(scalar(left, first), operator, scalar(value(), second));
    }
    return left;
  }

  private Token operator(int before) {
    if (before > MAX_DEPTH) {
      throw wrong(peek(), "the calculation is too long");
    }
    return next();
  }

  private static Operand arithmetic(Operand left, Token operator, Operand right) {
    return new Arithmetic(left, operator.text().charAt(0), right);
  }

  private Node value() {
    Token token = next();
    return switch (token.kind()) {
      case STRING -> new Operand.Text(token.text());
      case INT, FLOAT -> number(token, "");
      case BYTES -> bytes(token);
      case WORD -> word(token);
      case SIGN -> sign(token);
      case END -> throw wrong(token, "a value is missing at the end");
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
    if (signed && (peek().kind() == Token.Kind.INT || peek().kind() == Token.Kind.FLOAT)) {
      return number(next(), token.text());
    }
    throw wrong(token, "expected a value, but found " + token.shown());
  }

  private Node enclosed(Token open) {
    if (++depth > MAX_DEPTH) {
      throw wrong(open, "is nested too deeply");
    }
    Node inside = or();
    expect(")", "to close the one at column " + open.column());
    depth--;
    return inside;
  }

  private Operand list(Token open) {
    if (++depth > MAX_DEPTH) {
      throw wrong(open, "is nested too deeply");
    }
    List<Operand> items = new ArrayList<>();
    if (!skip("]")) {
      do {
        Token first = peek();
        items.add(scalar(sum(), first));
      } while (skip(","));
      expect("]", "to close the one at column " + open.column());
    }
    depth--;
    return new Operand.Items(items);
  }

  private static Operand number(Token token, String sign) {
    try {
      Value value = new Value();
      return new Operand.Constant(
          token.kind() == Token.Kind.INT
              ? value.integer(Long.parseLong(sign + token.text()))
              : value.decimal(Double.parseDouble(sign + token.text())));
    } catch (NumberFormatException tooLarge) {
      throw wrong(token, token.shown() + " is too large");
    }
  }

  private static Operand bytes(Token token) {
    String digits = token.text().substring(2);
    if (digits.length() % 2 != 0) {
      throw wrong(token, "an odd number of hexadecimal digits");
    }
    byte[] bytes = HexFormat.of().parseHex(digits);
    return new Operand.Constant(new Value().lying(Value.Type.BYTES, bytes, 0, bytes.length));
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
          throw wrong(word, "expected a value, but found " + word.shown());
      default -> {
        return named(word);
      }
    }
  }

  private Node named(Token word) {
    if (Character.isLowerCase(word.text().charAt(0))) {
      return path(word);
    }
    return peek().is("(") ? call(word) : Enumeration.constant(word);
  }

  private Operand path(Token first) {
    StringBuilder name = new StringBuilder(first.text());
    while (skip(".")) {
      Token step = next();
      if (step.kind() != Token.Kind.WORD) {
        throw wrong(step, "expected a name after the dot, but found " + step.shown());
      }
      name.append('.').append(step.text());
    }
    if (peek().is("(")) {
      throw wrong(first, "\"" + name + "\" is no function; functions begin with a capital letter");
    }
    List<Token> keys = keys();
    if (peek().is(".")) {
      throw wrong(peek(), "nothing can follow a key but another key");
    }
    return paths.operand(first.column(), name.toString(), keys);
  }

  private List<Token> keys() {
    List<Token> keys = new ArrayList<>();
    while (skip("[")) {
      Token key = next();
      if (key.kind() != Token.Kind.STRING && key.kind() != Token.Kind.INT) {
        throw wrong(key, "a key must be a text or a whole number, but is " + key.shown());
      }
      keys.add(key);
      expect("]", "after the key");
    }
    return keys;
  }

  private Operand call(Token function) {
    Functions.requireKnown(function, context);
    Token open = next();
    List<Arguments.Argument> arguments = new ArrayList<>();
    if (++depth > MAX_DEPTH) {
      throw wrong(open, "is nested too deeply");
    }
    if (!skip(")")) {
      do {
        arguments.add(argument());
      } while (skip(","));
      expect(")", "to close the one at column " + open.column());
    }
    depth--;
    if (peek().is("[")) {
      throw wrong(peek(), "what a function returns cannot be indexed here");
    }
    return Functions.call(function, arguments);
  }

  private Arguments.Argument argument() {
    Token first = peek();
    boolean named = first.kind() == Token.Kind.WORD && tokens.get(at + 1).is("=");
    if (named) {
      at += 2;
    }
    Token start = peek();
    return new Arguments.Argument(named ? first.text() : "", start.column(), operand(sum(), start));
  }

  private Token peek() {
    return tokens.get(at);
  }

  private Token next() {
    Token token = tokens.get(at);
    if (token.kind() != Token.Kind.END) {
      at++;
    }
    return token;
  }

  private boolean skip(String sign) {
    boolean there = peek().is(sign);
    if (there) {
      at++;
    }
    return there;
  }

  private void expect(String sign, String why) {
    Token token = next();
    if (!token.is(sign)) {
      throw wrong(token, "expected \"" + sign + "\" " + why + ", but found " + token.shown());
    }
  }

  private static Condition condition(Node node, Token first) {
    if (node instanceof Condition condition) {
      return condition;
    }
    if (node instanceof Operand.Truth truth) {
      return truth.condition();
    }
    throw wrong(first, "this is a value and no condition; compare it with something (== …)");
  }

  private static Operand operand(Node node, Token first) {
    if (node instanceof Operand operand) {
      return operand;
    }
    throw wrong(first, "this is a condition and has no value");
  }

  private static Operand scalar(Node node, Token first) {
    if (node instanceof Operand.Items) {
      throw wrong(first, "a list can only stand in ContainsValue and Concat");
    }
    return operand(node, first);
  }

  private static OttlSyntaxException wrong(Token token, String problem) {
    return new OttlSyntaxException(token.column(), problem);
  }
}
