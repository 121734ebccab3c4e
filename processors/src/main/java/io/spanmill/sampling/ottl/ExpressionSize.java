package io.spanmill.sampling.ottl;

import com.google.re2j.PatternSyntaxException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How large a regular expression becomes when its repetitions are written out, about: time and
 * memory go by that. {@code (x{100}){100}} is ten thousand.
 */
final class ExpressionSize {
  static final int MAX_SIZE = 4_000;
  static final int MAX_DEPTH = 100;

  private static final Pattern TIMES = Pattern.compile("\\{(\\d{1,9})(?:,(\\d{0,9}))?}");

  private final String expression;
  private final Matcher times;
  private int at;

  private ExpressionSize(String expression) {
    this.expression = expression;
    this.times = TIMES.matcher(expression);
  }

  /**
   * @throws PatternSyntaxException where it is too large, or nested too deeply
   */
  static void check(String expression) {
    ExpressionSize whole = new ExpressionSize(expression);
    int size = 0;
    while (whole.at < expression.length()) {
      size = whole.sum(size, whole.alternatives(0));
      whole.at++; // a bracket that closes nothing, which is the parser's to refuse
    }
  }

  /** Up to the bracket that closes them, or the end. */
  private int alternatives(int depth) {
    if (depth > MAX_DEPTH) {
      throw tooMuch("nested more than " + MAX_DEPTH + " deep");
    }
    int size = 0;
    while (at < expression.length() && expression.charAt(at) != ')') {
      size = sum(size, repeated(element(depth)));
    }
    return size;
  }

  private int element(int depth) {
    char first = expression.charAt(at++);
    if (first == '(') {
      int size = alternatives(depth + 1);
      at++;
      return sum(size, 1);
    }
    if (first == '[') {
      skipClass();
    } else if (first == '\\') {
      return escaped();
    }
    return 1;
  }

  /** One character, by its number perhaps, or all up to {@code \\E}. */
  private int escaped() {
    int from = ++at;
    if (expression.startsWith("x{", from - 1)) {
      at = expression.indexOf('}', from) + 1;
      at = at == 0 ? expression.length() : at;
      return 1;
    }
    if (!expression.startsWith("Q", from - 1)) {
      return 1;
    }
    int end = expression.indexOf("\\E", from);
    at = end < 0 ? expression.length() : end + 2;
    return sum(1, at - from);
  }

  /** A bracket that comes first is one of the characters. */
  private void skipClass() {
    at += expression.startsWith("^", at) ? 1 : 0;
    at += expression.startsWith("]", at) ? 1 : 0;
    while (at < expression.length() && expression.charAt(at) != ']') {
      boolean named = expression.startsWith("[:", at);
      int end = named ? expression.indexOf(":]", at) + 2 : 0;
      at = end > at + 2 ? end : at + (expression.charAt(at) == '\\' ? 2 : 1);
    }
    at++;
  }

  private int repeated(int size) {
    int product = size;
    while (times.region(Math.min(at, expression.length()), expression.length()).lookingAt()) {
      String most =
          times.group(2) == null || times.group(2).isEmpty() ? times.group(1) : times.group(2);
      product = sum(Math.multiplyFull(product, Math.max(1, Integer.parseInt(most))), 0);
      at = times.end();
    }
    return product;
  }

  private int sum(long one, long other) {
    if (one + other > MAX_SIZE) {
      throw tooMuch("more than " + MAX_SIZE + " parts when its repetitions are written out");
    }
    return (int) (one + other);
  }

  private PatternSyntaxException tooMuch(String problem) {
    return new PatternSyntaxException(problem, expression);
  }
}
