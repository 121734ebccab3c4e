package io.spanmill.embedded;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.function.IntSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How many lines the terminal of this process has, as {@code stty} says: Java cannot ask. */
final class TerminalRows implements IntSupplier {
  /** What a terminal has that does not say. */
  private static final int USUAL = 24;

  private static final Pattern ROWS_AND_COLUMNS = Pattern.compile("([1-9]\\d{0,3}) \\d+\\s*");

  @Override
  public int getAsInt() {
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(new File("/dev/tty"))
              .redirectError(Redirect.DISCARD)
              .start();
      return rows(new String(stty.getInputStream().readAllBytes(), US_ASCII));
    } catch (IOException noTerminalOrNoStty) {
      return USUAL;
    }
  }

  static int rows(String answer) {
    Matcher matcher = ROWS_AND_COLUMNS.matcher(answer);
    return matcher.matches() ? Integer.parseInt(matcher.group(1)) : USUAL;
  }
}
