package io.spanmill.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanmill.model.TraceId;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class FreshIdsTest {
  private static final int COUNT = 20_000;

  @Test
  void differentIdsStayDifferentAndChangeWithEveryKey() {
    Set<String> all = new HashSet<>();
    for (long key = 0; key < 3; key++) {
      for (int id = 1; id <= COUNT; id++) {
        all.add(new FreshIds(key).renewed(new TraceId(0, id).hex()));
      }
    }
    assertThat(all).hasSize(3 * COUNT);
  }

  @Test
  void lowBitsAreSpreadEvenly() {
    int[] sixteenths = new int[16];
    FreshIds ids = new FreshIds(1_795_223_360_962L);
    for (int id = 1; id <= COUNT; id++) {
      long low = Long.parseUnsignedLong(ids.renewed(new TraceId(0, id).hex()).substring(16), 16);
      sixteenths[(int) (TraceId.randomness(low) >>> 52)]++;
    }
    // Six standard deviations of a binomial count.
    assertThat(Arrays.stream(sixteenths)).allMatch(n -> Math.abs(n - COUNT / 16) <= 206);
  }

  @Test
  void bytesAndDigitsAgree() {
    SplittableRandom random = new SplittableRandom(1);
    byte[] bytes = new byte[20];
    random.nextBytes(bytes);
    byte[] renewed = bytes.clone();
    new FreshIds(5).renew(renewed, 3);

    String expected = new FreshIds(5).renewed(HexFormat.of().formatHex(bytes, 3, 19));
    assertThat(HexFormat.of().formatHex(renewed, 3, 19)).isEqualTo(expected);
    assertThat(new byte[] {renewed[0], renewed[1], renewed[2], renewed[19]})
        .containsExactly(bytes[0], bytes[1], bytes[2], bytes[19]);
  }
}
