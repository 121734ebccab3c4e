package io.spanmill.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ThresholdVectorTest {
  static Stream<Vectors.Row> encodings() {
    return Vectors.of("threshold_encoding");
  }

  static Stream<Vectors.Row> probabilities() {
    return Vectors.of("probability_to_threshold")
        .filter(row -> row.text("algorithm").equals("spec"));
  }

  static Stream<Vectors.Row> metrics() {
    return Vectors.of("weighted_metrics");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("encodings")
  void readsAndWritesDigits(Vectors.Row row) {
    long threshold = Threshold.parse(row.text("th"));

    assertThat(threshold).isEqualTo(Long.parseLong(row.text("threshold_dec")));
    assertThat(threshold).isEqualTo(Long.parseLong(row.text("threshold_hex14"), 16));
    assertThat(Threshold.encode(threshold)).isEqualTo(row.text("canonical_th"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("encodings")
  void tellsProbabilityAndAdjustedCount(Vectors.Row row) {
    long threshold = Threshold.parse(row.text("th"));

    assertThat(Threshold.probability(threshold)).isEqualTo(nearest(row.text("probability_exact")));
    double count = Double.parseDouble(row.text("adjusted_count_double"));
    assertThat(Threshold.adjustedCount(threshold)).isCloseTo(count, Offset.offset(Math.ulp(count)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("probabilities")
  void roundsProbabilities(Vectors.Row row) {
    double probability = Double.parseDouble(row.text("probability_hexfloat"));
    int precision = Integer.parseInt(row.text("precision"));

    long threshold = Threshold.ofProbability(probability, precision);

    assertThat(threshold).isEqualTo(Long.parseLong(row.text("threshold_dec")));
    assertThat(Threshold.encode(threshold)).isEqualTo(row.text("expected_th"));
    assertThat(Threshold.probability(threshold))
        .isEqualTo(nearest(row.text("actual_probability_exact")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("metrics")
  void sumsWeightsInFixedPoint(Vectors.Row row) {
    long sum =
        Vectors.strings(row.text("thresholds_json")).stream()
            .mapToLong(digits -> Threshold.fixedPointWeight(Threshold.parse(digits)))
            .sum();

    assertThat(sum).isEqualTo(Long.parseLong(row.text("fixed_point_2p24_count")));
  }

  /** Each weight is off by half a unit of 2^−24 at most. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("metrics")
  void weighsValuesWithinTheRoundingOfTheWeights(Vectors.Row row) {
    List<String> thresholds = Vectors.strings(row.text("thresholds_json"));
    String[] values = row.text("values_ms_json").replaceAll("[\\[\\] ]", "").split(",", -1);
    double count = 0;
    double sum = 0;
    double total = 0;
    for (int i = 0; i < values.length; i++) {
      double value = Double.parseDouble(values[i]);
      double weight = Threshold.fixedPointWeight(Threshold.parse(thresholds.get(i))) * 0x1p-24;
      count += weight;
      sum += weight * value;
      total += value;
    }

    assertThat(count)
        .isCloseTo(nearest(row.text("count_exact")), Offset.offset(values.length * 0x1p-25));
    assertThat(sum).isCloseTo(nearest(row.text("sum_ms_exact")), Offset.offset(total * 0x1p-25));
  }

  private static double nearest(String fraction) {
    String[] parts = fraction.split("/", -1);
    return new BigDecimal(new BigInteger(parts[0]))
        .divide(new BigDecimal(new BigInteger(parts[1])), new MathContext(60))
        .doubleValue();
  }
}
