package io.spanmill.errors;

/**
 * What is left of a message when all is taken out that differs from error to error: whatever has a
 * digit in it (numbers, ids, addresses, times, parts of paths), what has an at sign, and what is
 * quoted unless it looks like the name of something. Part of the fingerprint, so to be changed only
 * together with its version.
 */
final class MessageTemplate {
  /** Stands for what was taken out. */
  static final String GAP = "<*>";

  /** So much of a message is looked at. */
  static final int MOST_READ = 1024;

  private static final String UUID = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";

  private static final int MOST_WRITTEN = 300;
  private static final int LONGEST_NAME = 40;
  private static final int LONGEST_WORD = 64;

  private final String raw;
  private final int end;
  private final StringBuilder out = new StringBuilder();
  private int at;

  /** Where the last gap ended in {@link #out}; below 0 if there is none. */
  private int gapEnd = -1;

  private MessageTemplate(String raw) {
    this.raw = raw;
    this.end = Math.min(raw.length(), MOST_READ);
  }

  static String of(String raw) {
    return new MessageTemplate(raw).template();
  }

  private String template() {
    while (at < end && out.length() < MOST_WRITTEN) {
      char next = raw.charAt(at);
      if (next <= ' ') {
        at++;
        space();
      } else if (isQuote(next) && (at == 0 || !isWord(raw.charAt(at - 1)))) {
        quoted(next);
      } else if (isWord(next)) {
        word();
      } else {
        out.append(next);
        at++;
      }
    }
    String template = out.toString().strip();
    return template.length() <= MOST_WRITTEN ? template : template.substring(0, MOST_WRITTEN);
  }

  private void space() {
    if (!out.isEmpty() && out.charAt(out.length() - 1) != ' ') {
      out.append(' ');
    }
  }

  private void gap() {
    if (gapEnd >= 0 && isLink(gapEnd)) {
      out.setLength(gapEnd);
    } else {
      dropSign();
      out.append(GAP);
    }
    gapEnd = out.length();
  }

  /** Whether what stands behind the last gap only joins the parts of one thing, or of a list. */
  private boolean isLink(int from) {
    if (out.length() - from > 2) {
      return false;
    }
    for (int i = from; i < out.length(); i++) {
      if (",.:;/-+_".indexOf(out.charAt(i)) < 0 && !(i > from && out.charAt(i) == ' ')) {
        return false;
      }
    }
    return true;
  }

  /** A number may have one, but a hyphen between words is none. */
  private void dropSign() {
    int last = out.length() - 1;
    boolean sign = last >= 0 && (out.charAt(last) == '-' || out.charAt(last) == '+');
    if (sign && (last == 0 || " =:([,".indexOf(out.charAt(last - 1)) >= 0)) {
      out.setLength(last);
    }
  }

  /** A run of letters and digits; with a digit in it, it is an id. */
  private void word() {
    int from = at;
    if (isUuid(from)) {
      at += UUID.length();
      gap();
      return;
    }
    boolean differs = false;
    while (at < end && isWord(raw.charAt(at))) {
      differs |= isDigit(raw.charAt(at));
      at++;
    }
    if (differs || at - from > LONGEST_WORD) {
      gap();
    } else if (at < end && raw.charAt(at) == '@') {
      address();
    } else {
      out.append(raw, from, at);
    }
  }

  /** Whether one begins here, whose parts may be letters alone. */
  private boolean isUuid(int from) {
    if (from + UUID.length() > end) {
      return false;
    }
    for (int i = 0; i < UUID.length(); i++) {
      char next = raw.charAt(from + i);
      if (UUID.charAt(i) == '-' ? next != '-' : Character.digit(next, 16) < 0) {
        return false;
      }
    }
    return true;
  }

  /** From its first part on, which may have been written already. */
  private void address() {
    int from = out.length();
    while (from > 0 && (isWord(out.charAt(from - 1)) || ".+-".indexOf(out.charAt(from - 1)) >= 0)) {
      from--;
    }
    out.setLength(from);
    while (at < end && (isWord(raw.charAt(at)) || "@.-+".indexOf(raw.charAt(at)) >= 0)) {
      at++;
    }
    gap();
  }

  private void quoted(char quote) {
    int from = at + 1;
    int close = close(from, quote);
    if (close < 0) {
      out.append(quote);
      at++;
    } else if (isName(from, close)) {
      out.append(raw, at, close + 1);
      at = close + 1;
    } else {
      gap();
      at = close + 1;
    }
  }

  /** A snippet of data may have quotes inside: it ends where no more of it seems to follow. */
  private int close(int from, char quote) {
    boolean data = from < end && "{[<".indexOf(raw.charAt(from)) >= 0;
    for (int i = from; i < end; i++) {
      if (raw.charAt(i) == quote && (!data || endsData(i + 1))) {
        return i;
      }
    }
    return -1;
  }

  private boolean endsData(int next) {
    return next >= end || (!isWord(raw.charAt(next)) && ":,\"'".indexOf(raw.charAt(next)) < 0);
  }

  private boolean isName(int from, int to) {
    if (to - from < 2 || to - from > LONGEST_NAME) {
      return false;
    }
    for (int i = from; i < to; i++) {
      char next = raw.charAt(i);
      if (isDigit(next) || !(isWord(next) || ".-$/*".indexOf(next) >= 0)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isQuote(char next) {
    return next == '\'' || next == '"' || next == '`';
  }

  private static boolean isWord(char next) {
    return next == '_' || Character.isLetterOrDigit(next);
  }

  private static boolean isDigit(char next) {
    return next >= '0' && next <= '9';
  }
}
