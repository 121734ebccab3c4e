package io.spanmill.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanmill.model.Threshold;
import io.spanmill.model.Vectors;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EdgeWeightVectorTest {
  static Stream<Vectors.Row> edges() {
    return Vectors.of("edge_weights");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("edges")
  void aPairWeighsWhatItsHigherThresholdSays(Vectors.Row row) {
    long client = Threshold.parse(row.text("t_client"));
    long server = Threshold.parse(row.text("t_server"));
    long randomness = Long.parseLong(row.text("r_hex14"), 16);
    long pair = Math.max(client, server);

    boolean observed = randomness >= client && randomness >= server;
    assertThat(observed).isEqualTo(row.text("pair_observed").equals("1"));
    assertThat(randomness >= pair).isEqualTo(observed);
    if (observed) {
      assertThat(Weights.ofThresholds().of("a", pair))
          .isEqualTo(fixedPoint(row.text("pair_weight_exact")));
    }
  }

  /** A fraction in units of 2^−24, half up. */
  private static long fixedPoint(String fraction) {
    String[] parts = fraction.split("/", -1);
    return new BigDecimal(new BigInteger(parts[0]).shiftLeft(24))
        .divide(new BigDecimal(parts[1]), 0, RoundingMode.HALF_UP)
        .longValueExact();
  }
}
