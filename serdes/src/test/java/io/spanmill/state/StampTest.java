package io.spanmill.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class StampTest {
  private static final long SEED = 0x5eed_57a1L;

  /**
   *
   *
   * <pre>
   * 01                       version
   * 02                       IDLE
   * 00000003                 partition
   * 0000000c                 sources
   * 0000019a2b3c4d5e         watermark
   * 8000000000000000         arrival: none
   * 6f746c705f7370616e73     otlp_spans
   * </pre>
   */
  private static final String GOLDEN =
      "01"
          + "02"
          + "00000003"
          + "0000000c"
          + "0000019a2b3c4d5e"
          + "8000000000000000"
          + "6f746c705f7370616e73";

  private static final Stamp STAMP =
      new Stamp(Stamp.Kind.IDLE, "otlp_spans", 3, 12, 0x19a_2b3c_4d5eL, Stamp.NONE);

  @Test
  void isSpelledLikeThis() {
    assertThat(HexFormat.of().formatHex(STAMP.toBytes())).isEqualTo(GOLDEN);
    assertThat(Stamp.of(HexFormat.of().parseHex(GOLDEN))).isEqualTo(STAMP);
  }

  @Test
  void kindsHaveTheirNumbers() {
    assertThat(Stamp.Kind.values())
        .containsExactly(
            Stamp.Kind.DATA,
            Stamp.Kind.HEARTBEAT,
            Stamp.Kind.IDLE,
            Stamp.Kind.ENDED,
            Stamp.Kind.CONTROL);
  }

  @Test
  void comesBackAsItWas() {
    for (long seed = SEED; seed < SEED + 1_000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      Stamp stamp =
          new Stamp(
              Stamp.Kind.values()[random.nextInt(5)],
              "tä".repeat(random.nextInt(5)),
              random.nextInt(),
              random.nextInt(),
              random.nextLong(),
              random.nextLong());
      assertThat(Stamp.of(stamp.toBytes())).as("seed %x", seed).isEqualTo(stamp);
    }
  }

  @Test
  void refusesWhatIsNoStamp() {
    byte[] other = STAMP.toBytes();
    other[0] = 7;
    assertRefused(other, "stamp of version 7, not 1");
    byte[] kind = STAMP.toBytes();
    kind[1] = 5;
    assertRefused(kind, "stamp of kind 5");
    kind[1] = -1;
    assertRefused(kind, "stamp of kind -1");
    assertRefused(new byte[25], "not a stamp: 25 bytes");
    assertRefused(new byte[0], "not a stamp: 0 bytes");
  }

  private static void assertRefused(byte[] bytes, String message) {
    assertThatThrownBy(() -> Stamp.of(bytes))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
