package io.spanmill.topology;

/** How all begins that a regular expression matches as a whole. */
final class LiteralPrefix {
  private static final String MAY_BE_ABSENT = "*?{";

  private LiteralPrefix() {}

  /** Empty where it cannot be told; never longer than it is. */
  static String of(String pattern) {
    if (pattern.indexOf('|') >= 0) {
      return "";
    }
    StringBuilder prefix = new StringBuilder();
    int at = 0;
    while (at < pattern.length()) {
      boolean escaped = pattern.startsWith("\\.", at) || pattern.startsWith("\\-", at);
      char next = pattern.charAt(escaped ? at + 1 : at);
      if (!escaped && !isLiteral(next)) {
        break;
      }
      prefix.append(next);
      at += escaped ? 2 : 1;
    }
    boolean lastIsUncertain =
        at < pattern.length() && MAY_BE_ABSENT.indexOf(pattern.charAt(at)) >= 0;
    prefix.setLength(Math.max(0, prefix.length() - (lastIsUncertain ? 1 : 0)));
    return prefix.toString();
  }

  /** What may stand in a topic's name, but for the dot, which stands for anything. */
  private static boolean isLiteral(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '_'
        || c == '-';
  }
}
