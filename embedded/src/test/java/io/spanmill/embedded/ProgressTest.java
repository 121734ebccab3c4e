package io.spanmill.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class ProgressTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final AtomicLong nanos = new AtomicLong();

  @Test
  void lineTellsShareRateAndTime() {
    assertThat(Progress.line(50, 200, 61_000, Duration.ofSeconds(65)))
        .isEqualTo("[#######.......................]  25 %  938 spans/s  1:05");
    assertThat(Progress.line(200, 200, 3_000_000_000L, Duration.ofSeconds(3_725)))
        .isEqualTo("[##############################] 100 %  805 k spans/s  1:02:05");
    assertThat(Progress.line(1, 3, 2_500_000, Duration.ofSeconds(2)))
        .isEqualTo("[##########....................]  33 %  1.3 M spans/s  0:02");
  }

  @Test
  void lineCopesWithNothingAndTooMuch() {
    assertThat(Progress.line(0, 0, 0, Duration.ZERO))
        .isEqualTo("[..............................]   0 %  0 spans/s  0:00");
    assertThat(Progress.line(9, 3, 0, Duration.ZERO)).contains(" 100 % ");
  }

  @Test
  void redrawsAtMostFiveTimesASecond() {
    try (Progress progress = on(true)) {
      for (int milli = 0; milli < 1_000; milli++) {
        nanos.set(milli * 1_000_000L);
        progress.show(milli, 1_000, milli);
      }
      assertThat(bytes.toString(UTF_8).split("\r", -1)).hasSize(1 + 5);
    }
  }

  @Test
  void takesItsLineAway() {
    Progress progress = on(true);
    progress.show(1, 2, 3);
    progress.close();
    progress.close();
    assertThat(bytes.toString(UTF_8)).endsWith("0:00\r\u001b[2K");
  }

  @Test
  void isSilentWithoutATerminal() {
    try (Progress progress = on(false)) {
      progress.show(1, 2, 3);
    }
    assertThat(bytes.size()).isZero();
  }

  private Progress on(boolean terminal) {
    return new Progress(new PrintStream(bytes, true, UTF_8), terminal, nanos::get);
  }
}
