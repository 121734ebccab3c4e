package io.spanmill.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SharesLaws {
  private static final long SEED = 0x5eed_54a3L;
  private static final int ROUNDS = 5_000;
  private static final BigInteger WHOLE = BigInteger.ONE.shiftLeft(32);

  @Test
  void togetherAreExactlyOneInAnyOrder() {
    for (long seed = SEED; seed < SEED + ROUNDS; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      double[] shares = Shares.of(weights(random));
      double forwards = 0;
      double backwards = 0;
      for (int i = 0; i < shares.length; i++) {
        forwards += shares[i];
        backwards += shares[shares.length - 1 - i];
        assertThat(shares[i]).isNotNegative();
      }
      assertThat(forwards).as("seed %x", seed).isEqualTo(1);
      assertThat(backwards).as("seed %x", seed).isEqualTo(1);
    }
  }

  /** What each is worth, rounded up or down to a unit; the larger remainder is rounded up first. */
  @Test
  void areWhatEachIsWorth() {
    for (long seed = SEED; seed < SEED + ROUNDS; seed++) {
      long[] weights = weights(new SplittableRandom(seed));
      BigInteger total =
          Arrays.stream(weights).mapToObj(BigInteger::valueOf).reduce(BigInteger::add).get();
      if (total.signum() == 0 || total.bitLength() > 62) {
        continue;
      }
      double[] shares = Shares.of(weights);
      BigInteger leastUp = total;
      BigInteger mostDown = BigInteger.ZERO;
      for (int i = 0; i < weights.length; i++) {
        BigInteger[] exact =
            BigInteger.valueOf(weights[i]).multiply(WHOLE).divideAndRemainder(total);
        BigInteger units =
            new BigDecimal(shares[i]).multiply(new BigDecimal(WHOLE)).toBigIntegerExact();
        boolean up = units.subtract(exact[0]).equals(BigInteger.ONE);
        assertThat(up || units.equals(exact[0])).as("seed %x", seed).isTrue();
        leastUp = up ? leastUp.min(exact[1]) : leastUp;
        mostDown = up ? mostDown : mostDown.max(exact[1]);
      }
      assertThat(mostDown).as("seed %x", seed).isLessThanOrEqualTo(leastUp);
    }
  }

  private static long[] weights(SplittableRandom random) {
    long[] weights = new long[1 + random.nextInt(40)];
    int shift = 1 + random.nextInt(63);
    for (int i = 0; i < weights.length; i++) {
      weights[i] = random.nextInt(4) == 0 ? 0 : random.nextLong() >>> shift;
    }
    return weights;
  }

  @Test
  void whatWeighsNothingIsDividedEqually() {
    assertThat(Shares.of(new long[4])).containsOnly(0.25);
    assertThat(Shares.of(new long[0])).isEmpty();
  }

  @Test
  void whatOverflowsIsDividedAllTheSame() {
    double[] shares = Shares.of(new long[] {Long.MAX_VALUE, Long.MAX_VALUE, 0});
    assertThat(shares).containsExactly(0.5, 0.5, 0);
  }
}
