package io.spanmill.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanmill.fixture.ExactThresholds;
import io.spanmill.fixture.Fraction;
import io.spanmill.fixture.OpenTrace;
import io.spanmill.fixture.TestSpan;
import io.spanmill.model.SpanKind;
import io.spanmill.model.Threshold;
import io.spanmill.model.Vectors;
import io.spanmill.sampling.TailSampling.Outcome;
import io.spanmill.trace.ArrivingSpan.Doubt;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One span, one threshold: the one it came with, or one that is put on it here, or both. */
class DecisionVectorTest {
  private static final TestSpan SPAN = TestSpan.of(1, 0, "a", SpanKind.SERVER);

  static Stream<Vectors.Row> decisions() {
    return Vectors.of("decisions");
  }

  static Stream<Vectors.Row> equalizing() {
    return Vectors.of("downstream_update").filter(row -> row.text("mode").equals("equalizing"));
  }

  private static TestSpan span(Vectors.Row row, String threshold) {
    return SPAN.inTrace(1, Long.parseLong(row.text("r_hex14"), 16))
        .with(threshold.isEmpty() ? "" : "ot=th:" + threshold, Map.of());
  }

  private static Outcome sampled(TestSpan span, String digits) {
    List<PolicySpec> policies = List.of(ExactThresholds.policy(digits));
    return new TailSampling(SamplingConfig.of(policies)).of(List.of(span));
  }

  private static Doubt doubt(TestSpan span) {
    List<Doubt> doubts = new ArrayList<>();
    new OpenTrace(0).forEach(TestSpan.toBytes(List.of(span)), s -> doubts.add(s.doubt()));
    return doubts.get(0);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("decisions")
  void isSampledFromItsThresholdOn(Vectors.Row row) {
    Outcome outcome = sampled(span(row, ""), row.text("th"));

    assertThat(outcome.verdict().kept()).isEqualTo(row.text("sampled").equals("1"));
    if (outcome.verdict().kept()) {
      double count = Double.parseDouble(row.text("adjusted_count_double"));
      assertThat(Threshold.adjustedCount(outcome.verdict().threshold()))
          .isCloseTo(count, Offset.offset(Math.ulp(count)));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("decisions")
  void doesNotArriveBelowItsThreshold(Vectors.Row row) {
    boolean inconsistent = row.text("inconsistent_if_arriving").equals("1");

    assertThat(doubt(span(row, row.text("th"))))
        .isEqualTo(inconsistent ? Doubt.INCONSISTENT : Doubt.NONE);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("equalizing")
  void theHigherThresholdHolds(Vectors.Row row) {
    TestSpan span = span(row, row.text("t_in"));
    Outcome outcome = sampled(span, row.text("t_or_ratio"));

    if (row.text("sampled").isEmpty()) {
      assertThat(doubt(span)).isEqualTo(Doubt.INCONSISTENT);
      assertThat(sampled(span, "0").kept()).hasSize(1);
      assertThat(sampled(span, "0").thresholds()).isEmpty();
      assertThat(outcome.thresholds()).isEmpty();
      return;
    }
    assertThat(outcome.verdict().kept()).isEqualTo(row.text("sampled").equals("1"));
    if (outcome.verdict().kept()) {
      assertThat(outcome.thresholds()).containsExactly(Map.entry(1L, row.text("out_th")));
      long passing = Threshold.MAX - Threshold.parse(row.text("out_th"));
      assertThat(Fraction.of(Threshold.MAX, passing)).hasToString(row.text("adjusted_count_exact"));
    } else {
      assertThat(outcome.kept()).isEmpty();
    }
  }
}
