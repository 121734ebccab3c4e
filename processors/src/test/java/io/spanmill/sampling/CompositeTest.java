package io.spanmill.sampling;

import static io.spanmill.sampling.Asked.SPAN;
import static io.spanmill.sampling.Asked.trace;
import static org.assertj.core.api.Assertions.assertThat;

import io.spanmill.fixture.ExactThresholds;
import io.spanmill.fixture.OpenTrace;
import io.spanmill.fixture.TestSpan;
import io.spanmill.model.Match;
import io.spanmill.model.StatusCode;
import io.spanmill.model.Threshold;
import io.spanmill.trace.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CompositeTest {
  private static PolicySpec.Composite.Part part(PolicySpec policy, String threshold) {
    return new PolicySpec.Composite.Part(
        policy, ExactThresholds.budget(Threshold.parse(threshold)));
  }

  /** A budget is named after the composite and the part: here after its threshold. */
  private static PolicySpec errors(String threshold) {
    return new PolicySpec.StatusCodes(named(threshold), Set.of(StatusCode.ERROR));
  }

  private static String named(String threshold) {
    return ExactThresholds.name(Threshold.parse(threshold));
  }

  private static OpenTrace trace(TestSpan span) {
    return new OpenTrace(0).add(List.of(span));
  }

  @Test
  void theFirstPartThatMatchesDecidesWithinItsBudget() {
    PolicySpec all = new PolicySpec.AlwaysSample(named("8"));
    Asked policy =
        new Asked(new PolicySpec.Composite("p", List.of(part(errors("c"), "c"), part(all, "8"))));
    assertThat(policy.threshold(trace(SPAN.with(StatusCode.ERROR))))
        .isEqualTo(Threshold.parse("c"));
    assertThat(policy.threshold(trace(SPAN))).isEqualTo(Threshold.parse("8"));
  }

  @Test
  void matchesNothingIfNoPartDoes() {
    Asked policy = new Asked(new PolicySpec.Composite("p", List.of(part(errors("c"), "c"))));
    assertThat(policy.threshold(trace(SPAN))).isEqualTo(Policy.UNMATCHED);
  }

  @Test
  void aPartsProbabilityHoldsIfItIsStricterThanItsBudget() {
    PolicySpec tenth = new PolicySpec.Probabilistic(named("8"), 10);
    PolicySpec half = new PolicySpec.Probabilistic(named("c"), 50);
    assertThat(
            new Asked(new PolicySpec.Composite("p", List.of(part(tenth, "8"))))
                .threshold(trace(SPAN)))
        .isEqualTo(Threshold.parse("e666"));
    assertThat(
            new Asked(new PolicySpec.Composite("p", List.of(part(half, "c"))))
                .threshold(trace(SPAN)))
        .isEqualTo(Threshold.parse("c"));
  }

  @Test
  void aPartThatNeverKeepsDecidesToo() {
    PolicySpec never = new PolicySpec.Probabilistic(named("0"), 0);
    PolicySpec all = new PolicySpec.AlwaysSample(named("0"));
    Asked policy =
        new Asked(new PolicySpec.Composite("p", List.of(part(never, "0"), part(all, "0"))));
    assertThat(policy.threshold(trace(SPAN))).isEqualTo(Threshold.NEVER);
  }

  @Test
  void budgetsOfPartsAreToldApartByTheCompositesName() {
    List<String> asked = new ArrayList<>();
    Budgets budgets =
        new Budgets() {
          @Override
          public long threshold(String policy, long key, Trace trace) {
            asked.add(policy);
            return Threshold.ALWAYS;
          }

          @Override
          public long tableEpoch() {
            return Match.NO_TABLE;
          }
        };
    PolicySpec all = new PolicySpec.AlwaysSample("all");
    new Asked(new PolicySpec.Composite("p", List.of(part(all, "8"))), budgets).threshold();
    assertThat(asked).containsExactly("p/all");
  }
}
