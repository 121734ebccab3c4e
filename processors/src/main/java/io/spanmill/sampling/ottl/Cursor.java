package io.spanmill.sampling.ottl;

import java.util.List;

/** Goes through the words and signs of a condition. */
final class Cursor {
  private final List<Token> tokens;
  private int at;

  Cursor(String condition) {
    tokens = Lexer.tokens(condition);
  }

  /** The one that comes next. */
  Token peek() {
    return tokens.get(at);
  }

  /** Whether a name and an equals sign come next; if so, steps behind them. */
  boolean skipName() {
    boolean named = peek().kind() == Token.Kind.WORD && tokens.get(at + 1).is("=");
    if (named) {
      at += 2;
    }
    return named;
  }

  /** Steps over the next one; never over the end. */
  Token next() {
    Token token = tokens.get(at);
    if (token.kind() != Token.Kind.END) {
      at++;
    }
    return token;
  }

  /** Steps over a sign or word, if it comes next. */
  boolean skip(String sign) {
    boolean there = peek().is(sign);
    if (there) {
      at++;
    }
    return there;
  }

  /** Steps over a sign that must come next. */
  void expect(String sign, String why) {
    Token token = next();
    if (!token.is(sign)) {
      throw token.wrong("expected \"" + sign + "\" " + why + ", but found " + token.shown());
    }
  }
}
