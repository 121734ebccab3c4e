package io.spanmill.model;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ThresholdTest {
  private static final long SEED = 0x5eed_0056L;

  @ParameterizedTest
  @ValueSource(
      strings = {"", "g", "C", "0x1", " 8", "8 ", "-1", "+1", "14.5", "100000000000000", "é", "８"})
  void rejectsWhatIsNotOneToFourteenLowerCaseHexDigits(String text) {
    assertThat(Threshold.parse(text)).isEqualTo(Threshold.INVALID);
  }

  @Test
  void readsOnlyTheGivenRange() {
    assertThat(Threshold.parse("xx8yy".getBytes(US_ASCII), 2, 3)).isEqualTo(1L << 55);
  }

  @Test
  void tenPercentHasFourDigits() {
    assertThat(Threshold.encode(Threshold.ofProbability(0.1, 4))).isEqualTo("e666");
  }

  @Test
  void theEndsOfTheRangeAreExact() {
    assertThat(Threshold.ofProbability(0, 4)).isEqualTo(Threshold.NEVER);
    assertThat(Threshold.ofProbability(1, 4)).isEqualTo(Threshold.ALWAYS);
    assertThat(Threshold.encode(Threshold.ALWAYS)).isEqualTo("0");
  }

  @Test
  void nearlyOneRoundsToAlways() {
    assertThat(Threshold.ofProbability(Math.nextDown(1.0), 13)).isEqualTo(Threshold.ALWAYS);
    assertThat(Threshold.ofProbability(0.999999, 4)).isEqualTo(Threshold.ALWAYS);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.MIN_VALUE, 0x1p-60, 0x1p-56, 0x1p-50, 0x1p-49, 0x1p-48})
  void theLeastProbabilityHasTwelveDigits(double probability) {
    assertThat(Threshold.encode(Threshold.ofProbability(probability, 4))).isEqualTo("ffffffffffff");
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1.1, Double.NaN, Double.POSITIVE_INFINITY})
  void rejectsWhatIsNoProbability(double probability) {
    assertThatThrownBy(() -> Threshold.ofProbability(probability, 4))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 15})
  void rejectsImpossiblePrecision(int precision) {
    assertThatThrownBy(() -> Threshold.ofProbability(0.5, precision))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 12, 13, 14})
  void everyPrecisionHasItsHalf(int precision) {
    assertThat(Threshold.ofProbability(0.5, precision)).isEqualTo(Threshold.MAX / 2);
  }

  @ParameterizedTest
  @ValueSource(ints = {13, 14})
  void withMoreDigitsThanTheReferenceItIsTheNearestOrTheLastBeforeNever(int precision) {
    SplittableRandom random = new SplittableRandom(SEED);
    BigDecimal unit = BigDecimal.valueOf(1L << (4 * (14 - precision)));
    for (int i = 0; i < 50_000; i++) {
      double probability = anyProbability(random);
      BigDecimal passing = new BigDecimal(probability).multiply(new BigDecimal(Threshold.MAX));
      BigDecimal units = passing.divide(unit).setScale(0, RoundingMode.HALF_UP).max(BigDecimal.ONE);
      long nearest = Threshold.MAX - units.multiply(unit).longValueExact();
      assertThat(Threshold.ofProbability(probability, precision))
          .as("seed %x: %a", SEED, probability)
          .isEqualTo(nearest)
          .isLessThan(Threshold.NEVER);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 12, 13, 14})
  void aGreaterProbabilityNeverHasAGreaterThreshold(int precision) {
    SplittableRandom random = new SplittableRandom(SEED);
    double[] ascending = random.doubles(20_000).map(p -> Math.pow(p, 20)).sorted().toArray();
    for (int i = 1; i < ascending.length; i++) {
      assertThat(Threshold.ofProbability(ascending[i], precision))
          .as("seed %x: %a, %a", SEED, ascending[i - 1], ascending[i])
          .isLessThanOrEqualTo(Threshold.ofProbability(ascending[i - 1], precision));
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.MIN_VALUE, 0x1p-60, 0x1p-57, 0x1p-56})
  void withFourteenDigitsTheLeastProbabilityIsOneIn2To56(double probability) {
    assertThat(Threshold.ofProbability(probability, 14)).isEqualTo(Threshold.MAX - 1);
    assertThat(Threshold.ofProbability(probability, 13)).isEqualTo(Threshold.MAX - 16);
  }

  private static double anyProbability(SplittableRandom random) {
    double small = Math.scalb(1 - random.nextDouble(), -random.nextInt(70));
    return random.nextInt(4) == 0 ? 1 - small / 2 : small;
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 1L << 56, Long.MAX_VALUE})
  void cannotEncodeWhatIsNoThreshold(long threshold) {
    assertThatThrownBy(() -> Threshold.encode(threshold))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void readsWhatItWrites() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < 10_000; i++) {
      long threshold = anyThreshold(random);
      String digits = Threshold.encode(threshold);
      assertThat(Threshold.parse(digits)).as("seed %x: %s", SEED, digits).isEqualTo(threshold);
      assertThat(digits).as("seed %x", SEED).matches("0|[0-9a-f]{0,13}[1-9a-f]");
    }
  }

  @Test
  void weightsAreTheNearestInFixedPoint() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < 20_000; i++) {
      long threshold = anyThreshold(random);
      assertThat(BigInteger.valueOf(Threshold.fixedPointWeight(threshold)))
          .as("seed %x: threshold %x", SEED, threshold)
          .isEqualTo(nearestWeight(threshold));
    }
  }

  @Test
  void weightsBeyondTheFixedPointSaturate() {
    long largest = Threshold.MAX - (1L << 18);
    assertThat(Threshold.fixedPointWeight(largest)).isEqualTo(1L << 62);
    assertThat(Threshold.fixedPointWeight(largest + 1)).isEqualTo(Long.MAX_VALUE);
    assertThat(Threshold.fixedPointWeight(Threshold.NEVER)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void neverPassesNothing() {
    assertThat(Threshold.probability(Threshold.NEVER)).isZero();
    assertThat(Threshold.adjustedCount(Threshold.NEVER)).isInfinite();
  }

  /** Floor of (2^81 + k) / 2k, saturated: half up of 2^80 / k. */
  private static BigInteger nearestWeight(long threshold) {
    BigInteger passing = BigInteger.valueOf(Threshold.MAX - threshold);
    if (passing.bitLength() < 19) {
      return BigInteger.valueOf(Long.MAX_VALUE);
    }
    return BigInteger.ONE.shiftLeft(81).add(passing).divide(passing.shiftLeft(1));
  }

  private static long anyThreshold(SplittableRandom random) {
    long value = random.nextLong(Threshold.MAX) >>> random.nextInt(56);
    long trailing = value >>> random.nextInt(14) * 4 << random.nextInt(14) * 4;
    long folded = trailing & (Threshold.MAX - 1);
    return random.nextBoolean() ? folded : Threshold.MAX - 1 - folded;
  }
}
