package io.spanmill.sinks;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class DecimalsTest {
  @Test
  void secondsAreSpelledAsBigDecimalSpellsThem() {
    SplittableRandom random = new SplittableRandom(1);
    LongStream any =
        random
            .longs(100_000)
            .map(number -> number >> random.nextInt(Long.SIZE))
            .map(DecimalsTest::rounded);
    LongStream borders =
        LongStream.of(0, 1, -1, 999_999_999, 1_000_000_000, Long.MAX_VALUE, Long.MIN_VALUE);
    LongStream.concat(any, borders)
        .forEach(
            nanos ->
                assertThat(Decimals.seconds(nanos))
                    .isEqualTo(BigDecimal.valueOf(nanos, 9).stripTrailingZeros().toPlainString()));
  }

  /** Half of them to whole microseconds, milliseconds, seconds. */
  private static long rounded(long number) {
    long unit = new long[] {1, 1_000, 1_000_000, 1_000_000_000}[(int) (number & 3)];
    return number - number % unit;
  }
}
