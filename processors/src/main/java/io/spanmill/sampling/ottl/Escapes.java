package io.spanmill.sampling.ottl;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** What the backslashes of a text mean: those of Go, as the Collector has it. */
final class Escapes {
  private final String source;
  private final int end;
  private final ByteArrayOutputStream utf8 = new ByteArrayOutputStream();
  private int at;

  private Escapes(String source, int from, int end) {
    this.source = source;
    this.at = from;
    this.end = end;
  }

  /** The text between two quotation marks. */
  static String resolved(String source, int from, int end) {
    String raw = source.substring(from, end);
    return raw.indexOf('\\') < 0 ? raw : new Escapes(source, from, end).resolved();
  }

  private String resolved() {
    while (at < end) {
      if (source.charAt(at) == '\\') {
        escape();
      } else {
        int next = source.offsetByCodePoints(at, 1);
        add(source.substring(at, next));
        at = next;
      }
    }
    return utf8.toString(StandardCharsets.UTF_8);
  }

  private void add(String text) {
    utf8.writeBytes(text.getBytes(StandardCharsets.UTF_8));
  }

  private void escape() {
    char letter = source.charAt(at + 1);
    switch (letter) {
      case '\\', '"' -> simple(letter);
      case 'n' -> simple('\n');
      case 't' -> simple('\t');
      case 'r' -> simple('\r');
      case 'a' -> simple('\u0007');
      case 'b' -> simple('\b');
      case 'f' -> simple('\f');
      case 'v' -> simple('\u000b');
      case 'x' -> utf8.write(code(2, 2, 16));
      case 'u' -> add(Character.toString(codePoint(4)));
      case 'U' -> add(Character.toString(codePoint(8)));
      case '0', '1', '2', '3', '4', '5', '6', '7' -> utf8.write(code(1, 3, 8));
      default ->
          throw unknown("\\" + letter + " means nothing in a text; write \\\\ for a backslash");
    }
  }

  private void simple(char meant) {
    add(String.valueOf(meant));
    at += 2;
  }

  private int codePoint(int digits) {
    int start = at;
    int code = code(2, digits, 16);
    if (!Character.isValidCodePoint(code) || (code >= 0xd800 && code <= 0xdfff)) {
      at = start;
      throw unknown("there is no such character");
    }
    return code;
  }

  /** So many digits, and steps behind them. */
  private int code(int skip, int digits, int radix) {
    int to = at + skip + digits;
    if (to <= end) {
      try {
        int code = Integer.parseUnsignedInt(source, at + skip, to, radix);
        at = to;
        return code;
      } catch (NumberFormatException noCode) {
        throw unknown("this is not the code of a character");
      }
    }
    throw unknown("the code of a character is cut short");
  }

  private OttlSyntaxException unknown(String problem) {
    return new OttlSyntaxException(at + 1, problem);
  }
}
