package io.spanmill.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class DemoScreenTest {
  private static final String ENTER = "\u001b[?1049h\u001b[?25l\u001b[?7l";
  private static final String LEAVE = "\u001b[?7h\u001b[?25h\u001b[?1049l";
  private static final DemoView VIEW =
      new DemoView(
          Duration.ofSeconds(1),
          "a test",
          List.of(),
          List.of(new DemoView.Calls("a", "b", "", 1, 0), new DemoView.Calls("c", "d", "", 1, 0)),
          List.of(),
          List.of(),
          new DemoView.Decisions(0, 0, Map.of(), Map.of(), Duration.ZERO),
          new DemoView.Counts(0, 0, 0, 0, 0),
          null);

  private final StringWriter out = new StringWriter();

  @Test
  void aTerminalGetsAPageThatIsDrawnOverAndTakenAway() {
    try (DemoScreen screen = screen(true, 40)) {
      screen.show(VIEW);
      screen.show(VIEW);
    }
    assertThat(out.toString())
        .startsWith(ENTER + "\u001b[HSpanmill demo")
        .containsOnlyOnce(ENTER)
        .endsWith("\u001b[K\u001b[J" + LEAVE);
    assertThat(out.toString().split("\u001b\\[H", -1)).hasSize(3);
  }

  @Test
  void aPageHasNoMoreLinesThanTheTerminal() {
    try (DemoScreen screen = screen(true, 12)) {
      screen.show(VIEW);
    }
    assertThat(out.toString().split("\r\n", -1)).hasSize(12);
    assertThat(out.toString()).contains("… and 2 more");
  }

  @Test
  void theConclusionStandsBehindThePage() {
    try (DemoScreen screen = screen(true, 40)) {
      screen.show(VIEW);
      screen.conclude(VIEW);
    }
    String after = out.toString().substring(out.toString().indexOf(LEAVE) + LEAVE.length());
    assertThat(after).startsWith("Spanmill demo   ended after 0:01").doesNotContain("\u001b");
  }

  @Test
  void elsewhereThereIsNothingButText() {
    try (DemoScreen screen = screen(false, 1)) {
      screen.show(VIEW);
      screen.conclude(VIEW);
    }
    assertThat(out.toString()).doesNotContain("\u001b").contains("→ d", "ended after");
  }

  @Test
  void readsTheAnswerOfStty() {
    assertThat(TerminalRows.rows("50 100\n")).isEqualTo(50);
    assertThat(TerminalRows.rows("0 0\n")).isEqualTo(24);
    assertThat(TerminalRows.rows("")).isEqualTo(24);
  }

  private DemoScreen screen(boolean terminal, int rows) {
    return new DemoScreen(new PrintWriter(out), terminal, () -> rows);
  }
}
