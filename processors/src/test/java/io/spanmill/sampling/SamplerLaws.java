package io.spanmill.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanmill.fixture.ExactThresholds;
import io.spanmill.fixture.Expectation;
import io.spanmill.fixture.Fraction;
import io.spanmill.fixture.LevelOracle;
import io.spanmill.fixture.RandomPolicies;
import io.spanmill.fixture.RandomThresholds;
import io.spanmill.fixture.TestSpan;
import io.spanmill.fixture.ThinnedTrace;
import io.spanmill.model.CloseReason;
import io.spanmill.model.SpanKind;
import io.spanmill.model.StatusCode;
import io.spanmill.model.Threshold;
import io.spanmill.model.Verdict;
import io.spanmill.trace.Trace;
import io.spanmill.trace.TraceView;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Everything about a trace but its randomness is held still, and that goes through all of its 2^56
 * values: exactly, since only at a few of them anything changes.
 */
class SamplerLaws {
  /** Traces, each with policies, that can be counted: no drop makes it impossible. */
  private static final int ENOUGH = 100_000;

  private final TraceView view = new TraceView();

  private Verdict judge(Sampler sampler, Trace trace) {
    Verdict verdict = sampler.judge(view.open(trace));
    trace.decide(verdict, CloseReason.IDLE, 0);
    trace.free();
    return verdict;
  }

  @Test
  void countsEveryTraceOnceOnAverage() {
    int integrated = 0;
    for (long seed = 0; integrated < ENOUGH; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      RandomPolicies policies = new RandomPolicies(random, seed % 4 == 0, seed % 3 == 0);
      SamplingConfig config = policies.next();
      Sampler sampler = new Sampler(config, new ExactThresholds());
      for (int i = 0; i < 4; i++) {
        ThinnedTrace trace = new ThinnedTrace(new RandomThresholds(random).trace());
        if (!new LevelOracle(config).vetoesAnywhere(trace.spans())) {
          assertCounts(sampler, trace, policies.thresholds(), "seed %d, trace %d", seed, i);
          integrated++;
        }
      }
    }
  }

  /** Once kept, it is kept at every higher randomness, and at the same threshold. */
  private void assertCounts(
      Sampler sampler, ThinnedTrace trace, Set<Long> thresholds, String message, Object... args) {
    Expectation expectation = new Expectation(trace, thresholds);
    long chosen = Threshold.NEVER;
    for (int cut = 0; cut < expectation.cuts(); cut++) {
      long randomness = expectation.from(cut);
      Trace seen = trace.open(randomness, span -> true);
      if (seen.spans().size() == 0) {
        continue;
      }
      Verdict verdict = judge(sampler, seen);
      boolean keptBelow = chosen < Threshold.NEVER;
      if (verdict.kept()) {
        assertThat(verdict.threshold())
            .as(message, args)
            .isEqualTo(keptBelow ? chosen : randomness);
        chosen = verdict.threshold();
        for (int span = 0; span < seen.spans().size(); span++) {
          expectation.add(cut, seen.spans().spanId(span), seen.spans().threshold(span), chosen);
        }
      } else {
        assertThat(keptBelow).as(message, args).isFalse();
        assertThat(verdict.threshold()).as(message, args).isGreaterThan(randomness);
      }
    }
    expectation.assertOneOrNone(message, args);
  }

  @Test
  void decidesAsTheOracleDoesInWhateverOrderSpansCome() {
    for (long seed = 50_000; seed < 60_000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      RandomPolicies policies = new RandomPolicies(random, false, true);
      SamplingConfig config = policies.next();
      Sampler sampler = new Sampler(config, new ExactThresholds());
      LevelOracle oracle = new LevelOracle(config);
      List<TestSpan> spans = new ArrayList<>(new RandomThresholds(random).trace());
      ThinnedTrace trace = new ThinnedTrace(spans);
      Collections.shuffle(spans, new Random(seed));
      ThinnedTrace shuffled = new ThinnedTrace(spans);
      Expectation parts = new Expectation(trace, policies.thresholds());
      for (int cut = 0; cut < parts.cuts(); cut++) {
        long randomness = random.nextLong(parts.from(cut), parts.to(cut));
        if (!trace.seenAt(randomness).isEmpty()) {
          long expected = oracle.threshold(trace.seenAt(randomness), randomness);
          for (ThinnedTrace one : List.of(trace, shuffled)) {
            Verdict verdict = judge(sampler, one.open(randomness, span -> true));
            assertThat(verdict.kept() ? verdict.threshold() : LevelOracle.DROPPED)
                .as("seed %d, randomness %x", seed, randomness)
                .isEqualTo(expected);
          }
        }
      }
    }
  }

  @Test
  void onePolicyMoreKeepsWhatWasKept() {
    for (long seed = 60_000; seed < 70_000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      RandomPolicies policies = new RandomPolicies(random, true, true);
      SamplingConfig config = policies.nextOfAny();
      Sampler fewer = new Sampler(config, new ExactThresholds());
      Sampler more = new Sampler(policies.extended(config), new ExactThresholds());
      ThinnedTrace trace = new ThinnedTrace(new RandomThresholds(random).trace());
      Expectation parts = new Expectation(trace, policies.thresholds());
      for (int cut = 0; cut < parts.cuts(); cut++) {
        long randomness = parts.from(cut);
        if (!trace.seenAt(randomness).isEmpty()) {
          Verdict before = judge(fewer, trace.open(randomness, span -> true));
          Verdict after = judge(more, trace.open(randomness, span -> true));
          assertThat(after.kept() || !before.kept()).as("seed %d", seed).isTrue();
          assertThat(after.threshold()).as("seed %d", seed).isLessThanOrEqualTo(before.threshold());
        }
      }
    }
  }

  /**
   * The laws would notice: the policies' answer on all that is seen, taken as it is, fails them.
   */
  @Test
  void aVerdictOnAllThatIsSeenCountsWrong() {
    int wrong = 0;
    for (long seed = 0; seed < 2_000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      RandomPolicies policies = new RandomPolicies(random, false, false);
      LevelOracle oracle = new LevelOracle(policies.next());
      ThinnedTrace trace = new ThinnedTrace(new RandomThresholds(random).trace());
      wrong += naive(trace, oracle, policies.thresholds()).isRight() ? 0 : 1;
    }
    assertThat(wrong).isGreaterThan(100);
  }

  private static Expectation naive(ThinnedTrace trace, LevelOracle oracle, Set<Long> thresholds) {
    Expectation expectation = new Expectation(trace, thresholds);
    for (int cut = 0; cut < expectation.cuts(); cut++) {
      List<TestSpan> seen = trace.seenAt(expectation.from(cut));
      long threshold = seen.isEmpty() ? Threshold.NEVER : oracle.policies(seen);
      if (threshold <= expectation.from(cut)) {
        for (TestSpan span : seen) {
          expectation.add(cut, span.spanId(), ThinnedTrace.level(span), threshold);
        }
      }
    }
    return expectation;
  }

  /** An error of which one learns only at a randomness of 0.3 and more. */
  @Test
  void theRootOfASampledErrorCountsForOneAndNotForSevenTenths() {
    long three = Threshold.MAX / 10 * 3;
    TestSpan root = TestSpan.of(1, 0, "a", SpanKind.SERVER);
    TestSpan error =
        TestSpan.of(2, 1, "b", SpanKind.SERVER)
            .with(StatusCode.ERROR)
            .with("ot=th:" + Threshold.encode(three), Map.of());
    PolicySpec errors = new PolicySpec.StatusCodes("errors", Set.of(StatusCode.ERROR));
    PolicySpec half = new PolicySpec.Probabilistic("half", 50);
    SamplingConfig config = SamplingConfig.of(List.of(errors, half));
    ThinnedTrace trace = new ThinnedTrace(List.of(root, error));
    Set<Long> thresholds = Set.of(Threshold.MAX / 2);
    assertCounts(new Sampler(config), trace, thresholds, "level by level");
    Expectation naive = naive(trace, new LevelOracle(config), thresholds);
    assertThat(naive.of(1)).isEqualTo(Fraction.of(Threshold.MAX - three, Threshold.MAX));
    assertThat(naive.of(2)).isEqualTo(Fraction.ONE);
  }
}
