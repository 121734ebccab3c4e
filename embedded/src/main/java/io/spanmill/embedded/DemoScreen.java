package io.spanmill.embedded;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.function.IntSupplier;

/**
 * Where the demo shows itself: a page of its own on a terminal, drawn over itself; blocks of plain
 * text elsewhere. On a terminal {@link #close} gives back what was there before. For one thread.
 */
final class DemoScreen implements AutoCloseable {
  private static final String ESC = "\u001b[";

  /** The other page, no cursor, and long lines end at the margin. */
  private static final String ENTER = ESC + "?1049h" + ESC + "?25l" + ESC + "?7l";

  private static final String LEAVE = ESC + "?7h" + ESC + "?25h" + ESC + "?1049l";
  private static final String HOME = ESC + "H";
  private static final String CLEAR_REST_OF_LINE = ESC + "K";
  private static final String CLEAR_BELOW = ESC + "J";

  private final PrintWriter out;
  private final boolean terminal;
  private final IntSupplier rows;
  private boolean entered;

  /**
   * @param rows how many lines the terminal has at the moment
   */
  DemoScreen(PrintWriter out, boolean terminal, IntSupplier rows) {
    this.out = out;
    this.terminal = terminal;
    this.rows = rows;
  }

  /** How often it is worth to show something. */
  Duration pace() {
    return Duration.ofSeconds(terminal ? 1 : 5);
  }

  void show(DemoView view) {
    if (terminal) {
      draw(DemoTable.live(view, rows.getAsInt()));
    } else {
      print(DemoTable.live(view, Integer.MAX_VALUE));
    }
  }

  /** Shows what stays when all is over. */
  void conclude(DemoView view) {
    close();
    print(DemoTable.summary(view));
  }

  @Override
  public void close() {
    if (entered) {
      entered = false;
      out.print(LEAVE);
      out.flush();
    }
  }

  /** In one piece, so that no half of a page is ever seen. */
  private void draw(List<String> lines) {
    String page = String.join(CLEAR_REST_OF_LINE + "\r\n", lines) + CLEAR_REST_OF_LINE;
    out.print((entered ? HOME : ENTER + HOME) + page + CLEAR_BELOW);
    out.flush();
    entered = true;
  }

  private void print(List<String> lines) {
    lines.forEach(out::println);
    out.println();
    out.flush();
  }
}
