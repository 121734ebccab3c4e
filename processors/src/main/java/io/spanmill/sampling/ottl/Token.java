package io.spanmill.sampling.ottl;

/**
 * A word or sign of a condition.
 *
 * @param text as written; of a {@link Kind#STRING} what is meant by it
 * @param column of its first character, from 1
 */
record Token(Kind kind, String text, int column) {
  enum Kind {
    WORD,
    STRING,
    INT,
    FLOAT,
    BYTES,
    SIGN,
    END
  }

  boolean is(String sign) {
    return (kind == Kind.SIGN || kind == Kind.WORD) && text.equals(sign);
  }

  /** For messages. */
  String shown() {
    return switch (kind) {
      case END -> "the end";
      case STRING -> "the text \"" + text + "\"";
      default -> "\"" + text + "\"";
    };
  }

  OttlSyntaxException wrong(String problem) {
    return new OttlSyntaxException(column, problem);
  }
}
