package io.spanmill.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanmill.fixture.ExactThresholds;
import io.spanmill.fixture.Expectation;
import io.spanmill.fixture.Fraction;
import io.spanmill.fixture.RandomPolicies;
import io.spanmill.fixture.RandomThresholds;
import io.spanmill.fixture.Recording;
import io.spanmill.fixture.TestSpan;
import io.spanmill.fixture.ThinnedTrace;
import io.spanmill.model.Basis;
import io.spanmill.model.CloseReason;
import io.spanmill.model.SpanKind;
import io.spanmill.model.Verdict;
import io.spanmill.sampling.PolicySpec;
import io.spanmill.sampling.Sampler;
import io.spanmill.sampling.SamplingConfig;
import io.spanmill.trace.ArrivingSpan;
import io.spanmill.trace.SpanTable;
import io.spanmill.trace.Trace;
import io.spanmill.trace.TraceView;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

/** As for whole traces: whichever spans come late, over all randomness each counts for one. */
class LateSpansLaws {
  private final TraceView view = new TraceView();
  private final Kept kept = new Kept();
  private final LateSpans late = new LateSpans(kept);

  @Test
  void countsEverySpanOnceOnAverageWhicheverComeLate() {
    for (long seed = 0; seed < 10_000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      RandomPolicies policies = new RandomPolicies(random, true, false);
      Sampler sampler = new Sampler(policies.next(), new ExactThresholds());
      for (int i = 0; i < 3; i++) {
        ThinnedTrace trace = new ThinnedTrace(new RandomThresholds(random).trace());
        int chosen = random.nextInt(1 << trace.spans().size());
        Expectation expectation = new Expectation(trace, policies.thresholds());
        run(sampler, trace, span -> (chosen >> span & 1) != 0, expectation);
        expectation.assertOneOrNone("seed %d, trace %d", seed, i);
      }
    }
  }

  /** What is in time decides; if nothing is seen of it, what is late comes as a trace. */
  private void run(
      Sampler sampler, ThinnedTrace trace, IntPredicate isLate, Expectation expectation) {
    kept.sampler = sampler;
    kept.expectation = expectation;
    for (int cut = 0; cut < expectation.cuts(); cut++) {
      long randomness = expectation.from(cut);
      Trace inTime = trace.open(randomness, isLate.negate());
      if (inTime.spans().size() > 0) {
        Verdict verdict = decide(sampler, inTime, cut, expectation);
        kept.cut = cut;
        trace.forEach(
            randomness,
            isLate,
            span -> {
              span.settle(verdict.basis());
              late.add(span, verdict, 0);
            });
        late.decide();
      } else {
        Trace lateAlone = trace.open(randomness, isLate);
        if (lateAlone.spans().size() > 0) {
          decide(sampler, lateAlone, cut, expectation);
        }
      }
    }
  }

  private Verdict decide(Sampler sampler, Trace trace, int cut, Expectation expectation) {
    Verdict verdict = sampler.judge(view.open(trace));
    trace.decide(verdict, CloseReason.IDLE, 0);
    if (verdict.kept()) {
      add(trace.spans(), verdict.threshold(), cut, expectation);
    }
    trace.free();
    return verdict;
  }

  private static void add(SpanTable spans, long threshold, int cut, Expectation expectation) {
    for (int span = 0; span < spans.size(); span++) {
      expectation.add(cut, spans.spanId(span), spans.threshold(span), threshold);
    }
  }

  @Test
  void aRootThatComesAfterItsSampledChildCountsForOneAndNotForOneAndAHalf() {
    TestSpan root = TestSpan.of(1, 0, "a", SpanKind.SERVER);
    TestSpan child = TestSpan.of(2, 1, "a", SpanKind.SERVER).with("ot=th:8", Map.of());
    ThinnedTrace trace = new ThinnedTrace(List.of(root, child));
    PolicySpec all = new PolicySpec.AlwaysSample("all");
    Expectation expectation = new Expectation(trace, Set.of());
    run(new Sampler(SamplingConfig.of(List.of(all))), trace, span -> span == 0, expectation);
    assertThat(expectation.of(1)).isEqualTo(Fraction.ONE);
    assertThat(expectation.of(2)).isEqualTo(Fraction.ONE);
  }

  /** Sums up what is kept of what came late, instead of writing it down. */
  private static final class Kept extends Recording {
    private Sampler sampler;
    private Expectation expectation;
    private int cut;

    @Override
    public Verdict judgeLate(TraceView spans, Basis basis) {
      return sampler.judge(spans, basis);
    }

    @Override
    public void keepLate(ArrivingSpan span, long threshold, Basis basis) {
      expectation.add(cut, span.spanId(), span.threshold(), threshold);
    }

    @Override
    public void keepLate(TraceView spans, long threshold, Basis basis) {
      add(spans.trace().spans(), threshold, cut, expectation);
    }
  }
}
