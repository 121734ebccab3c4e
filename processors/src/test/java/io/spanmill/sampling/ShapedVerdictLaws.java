package io.spanmill.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanmill.fixture.ExactThresholds;
import io.spanmill.fixture.OpenTrace;
import io.spanmill.fixture.RandomPolicies;
import io.spanmill.fixture.Shop;
import io.spanmill.fixture.TestSpan;
import io.spanmill.model.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Whether policies look at spans or at their shapes makes no difference. */
class ShapedVerdictLaws {
  @Test
  void aVerdictIsTheSameWhateverShapesTell() {
    for (long seed = 0; seed < 1_000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      SamplingConfig policies = new RandomPolicies(random, true, true).next();
      Sampler bySpans = new Sampler(policies, new ExactThresholds());
      Sampler byShapes = new Sampler(policies, new ExactThresholds());
      OpenTrace unasked = new OpenTrace(0).ask(List.of("asked by nobody"));
      OpenTrace asked = new OpenTrace(0).ask(byShapes.attributes());
      Shop shop = new Shop(random);
      List<List<TestSpan>> traces = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        traces.add(shop.trace(0).stream().map(span -> with(span, random.nextInt(3))).toList());
        List<TestSpan> spans = traces.get(random.nextInt(traces.size()));
        assertThat(judged(byShapes, asked, spans))
            .as("seed %d", seed)
            .isEqualTo(judged(bySpans, unasked, spans));
      }
    }
  }

  private static TestSpan with(TestSpan span, int value) {
    return span.with("", value == 0 ? Map.of() : Map.of("k", value == 1 ? "x" : "y"));
  }

  private static List<Object> judged(Sampler sampler, OpenTrace before, List<TestSpan> spans) {
    TestSpan any = spans.get(0);
    OpenTrace trace = before.another(any.idHigh(), any.idLow()).add(spans);
    Verdict verdict = sampler.judge(trace.view());
    List<Object> told = new ArrayList<>(List.of(verdict));
    sampler.demand((budget, key) -> told.add(budget + " " + key));
    return told;
  }
}
