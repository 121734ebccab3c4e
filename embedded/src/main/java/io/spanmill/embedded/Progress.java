package io.spanmill.embedded;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * One line that tells how far a command is, drawn over itself at most five times a second, and only
 * on a terminal. For one thread.
 */
public final class Progress implements AutoCloseable {
  private static final int BAR_WIDTH = 30;
  private static final long REDRAW_NANOS = Duration.ofMillis(200).toNanos();
  private static final String CLEAR_LINE = "\r\u001b[2K";

  private final PrintStream out;
  private final boolean terminal;
  private final LongSupplier clockNanos;
  private final long startNanos;
  private long drawnNanos;
  private boolean drawn;

  /**
   * @param out standard error, so that standard output stays clean
   * @param terminal whether somebody looks at it; if not, nothing is written
   * @param clockNanos as {@link System#nanoTime}
   */
  public Progress(PrintStream out, boolean terminal, LongSupplier clockNanos) {
    this.out = out;
    this.terminal = terminal;
    this.clockNanos = clockNanos;
    this.startNanos = clockNanos.getAsLong();
  }

  /** Says that so much of the total is done, spans being what was found in it. */
  public void show(long done, long total, long spans) {
    if (!terminal) {
      return;
    }
    long now = clockNanos.getAsLong();
    if (!drawn || now - drawnNanos >= REDRAW_NANOS) {
      drawn = true;
      drawnNanos = now;
      out.print(CLEAR_LINE + line(done, total, spans, Duration.ofNanos(now - startNanos)));
      out.flush();
    }
  }

  /** Takes the line away again. */
  @Override
  public void close() {
    if (drawn) {
      drawn = false;
      out.print(CLEAR_LINE);
      out.flush();
    }
  }

  static String line(long done, long total, long spans, Duration elapsed) {
    double share = total <= 0 ? 0 : Math.min(1, (double) done / total);
    double seconds = elapsed.toNanos() / 1e9;
    double rate = seconds > 0 ? spans / seconds : 0;
    return String.format(
        Locale.ROOT,
        "%s %3d %%  %s spans/s  %s",
        bar(share),
        (int) (share * 100),
        shortened(rate),
        clock(elapsed));
  }

  private static String bar(double share) {
    int filled = (int) (share * BAR_WIDTH);
    return "[" + "#".repeat(filled) + ".".repeat(BAR_WIDTH - filled) + "]";
  }

  /** Three digits or so: 950, 9.5 k, 950 k, 1.2 M. */
  private static String shortened(double number) {
    if (number < 1_000) {
      return String.format(Locale.ROOT, "%.0f", number);
    }
    return number < 1_000_000 ? scaled(number / 1_000, "k") : scaled(number / 1_000_000, "M");
  }

  private static String scaled(double number, String unit) {
    return String.format(Locale.ROOT, number < 10 ? "%.1f %s" : "%.0f %s", number, unit);
  }

  private static String clock(Duration elapsed) {
    String minutesAndSeconds =
        String.format(Locale.ROOT, "%d:%02d", elapsed.toMinutesPart(), elapsed.toSecondsPart());
    return elapsed.toHours() == 0
        ? minutesAndSeconds
        : String.format(
            Locale.ROOT,
            "%d:%02d:%02d",
            elapsed.toHours(),
            elapsed.toMinutesPart(),
            elapsed.toSecondsPart());
  }
}
