package io.spanmill.sampling.ottl;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/**
 * Regular expressions as the Collector reads them, in <a
 * href="https://github.com/google/re2/wiki/Syntax">RE2's syntax</a>, to be found anywhere in a
 * text. To look for one takes time in proportion to the text, whatever the text: whoever sends
 * spans cannot make it take long, as they could with an expression of Java's, which tries again and
 * again.
 */
public final class Re2Pattern {
  private Re2Pattern() {}

  /**
   * @throws PatternSyntaxException where it is none, or is larger than {@link ExpressionSize}
   *     allows
   */
  public static Pattern compile(String expression) {
    ExpressionSize.check(expression);
    return Pattern.compile(expression);
  }
}
