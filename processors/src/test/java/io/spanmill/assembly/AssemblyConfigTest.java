package io.spanmill.assembly;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AssemblyConfigTest {

  @Test
  void timesMayBeEqual() {
    assertThatCode(() -> config(10, 10, 10, 10)).doesNotThrowAnyException();
  }

  @Test
  void timesMustAscend() {
    assertThatThrownBy(() -> config(11, 10, 20, 30))
        .hasMessageStartingWith("settle: 11s is longer");
    assertThatThrownBy(() -> config(5, 21, 20, 30)).hasMessageStartingWith("idle: 21s is longer");
    assertThatThrownBy(() -> config(5, 10, 90, 80))
        .hasMessage(
            "linger: 1m30s is longer than remember (1m20s);"
                + " allowed: settle ≤ idle ≤ linger ≤ remember");
  }

  @Test
  void timesMustBePositive() {
    assertThatThrownBy(() -> config(0, 10, 20, 30)).hasMessage("settle: 0s is not positive");
    assertThatThrownBy(() -> config(-1, 10, 20, 30)).hasMessage("settle: -1s is not positive");
  }

  private static AssemblyConfig config(int settle, int idle, int linger, int remember) {
    return new AssemblyConfig(
        Duration.ofSeconds(settle),
        Duration.ofSeconds(idle),
        Duration.ofSeconds(120),
        1,
        1,
        Duration.ofSeconds(linger),
        Duration.ofSeconds(remember));
  }
}
