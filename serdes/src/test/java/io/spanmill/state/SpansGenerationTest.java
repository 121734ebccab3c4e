package io.spanmill.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class SpansGenerationTest {
  private static final byte[] GOLDEN = HexFormat.of().parseHex("01000000020000000c00000004");

  @Test
  void isSpelled() {
    SpansGeneration generation = new SpansGeneration(2, 12, 4);
    assertThat(generation.toBytes()).isEqualTo(GOLDEN);
    assertThat(SpansGeneration.of(GOLDEN)).isEqualTo(generation);
  }

  @Test
  void theNextHasTheSumsOfTheFirst() {
    assertThat(SpansGeneration.first(4).next(12)).isEqualTo(SpansGeneration.of(GOLDEN));
    assertThat(SpansGeneration.first(64)).isEqualTo(new SpansGeneration(1, 64, 8));
  }

  @Test
  void aLaterVersionIsRefused() {
    byte[] later = GOLDEN.clone();
    later[0] = 2;
    assertThatThrownBy(() -> SpansGeneration.of(later))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("not a generation of version 1");
  }
}
