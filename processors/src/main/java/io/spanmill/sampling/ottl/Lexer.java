package io.spanmill.sampling.ottl;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts a condition into words and signs. */
final class Lexer {
  private static final Pattern BLANK = Pattern.compile("\\s+");
  private static final Pattern BYTES = Pattern.compile("0x[a-fA-F0-9]+");
  private static final Pattern FLOAT = Pattern.compile("\\d*\\.\\d+([eE][-+]?\\d+)?");
  private static final Pattern INT = Pattern.compile("\\d+");
  private static final Pattern WORD = Pattern.compile("[a-zA-Z][a-zA-Z0-9_]*");
  private static final Pattern SIGN = Pattern.compile("==|!=|>=|<=|[><=(),.\\[\\]+\\-*/]");

  private final String source;
  private final Matcher matcher;
  private final List<Token> tokens = new ArrayList<>();
  private int at;

  private Lexer(String source) {
    this.source = source;
    this.matcher = BLANK.matcher(source);
  }

  /** All of them, the last one being {@link Token.Kind#END}. */
  static List<Token> tokens(String source) {
    Lexer lexer = new Lexer(source);
    while (lexer.more()) {
      lexer.next();
    }
    lexer.tokens.add(new Token(Token.Kind.END, "", source.length() + 1));
    return lexer.tokens;
  }

  private boolean more() {
    if (looksLike(BLANK)) {
      at = matcher.end();
    }
    return at < source.length();
  }

  private void next() {
    if (source.charAt(at) == '"') {
      string();
    } else if (looksLike(BYTES)) {
      take(Token.Kind.BYTES);
    } else if (looksLike(FLOAT)) {
      take(Token.Kind.FLOAT);
    } else if (looksLike(INT)) {
      take(Token.Kind.INT);
    } else if (looksLike(WORD)) {
      take(Token.Kind.WORD);
    } else if (looksLike(SIGN)) {
      take(Token.Kind.SIGN);
    } else {
      throw new OttlSyntaxException(at + 1, unexpected());
    }
  }

  private String unexpected() {
    String character = source.substring(at, source.offsetByCodePoints(at, 1));
    return character.equals("'")
        ? "' is not a quotation mark here; texts stand between \""
        : "\"" + character + "\" has no meaning here";
  }

  private boolean looksLike(Pattern pattern) {
    matcher.usePattern(pattern);
    return matcher.region(at, source.length()).lookingAt();
  }

  private void take(Token.Kind kind) {
    tokens.add(new Token(kind, matcher.group(), at + 1));
    at = matcher.end();
  }

  private void string() {
    int start = at;
    int end = start + 1;
    while (end < source.length() && source.charAt(end) != '"') {
      end += source.charAt(end) == '\\' ? 2 : 1;
    }
    if (end >= source.length()) {
      throw new OttlSyntaxException(start + 1, "the text that begins here has no closing \"");
    }
    String text = Escapes.resolved(source, start + 1, end);
    tokens.add(new Token(Token.Kind.STRING, text, start + 1));
    at = end + 1;
  }
}
