package io.spanmill.sampling;

import static io.spanmill.sampling.Asked.SPAN;
import static io.spanmill.sampling.Asked.k;
import static io.spanmill.sampling.Asked.onResource;
import static io.spanmill.sampling.Asked.onSpan;
import static org.assertj.core.api.Assertions.assertThat;

import io.spanmill.fixture.OpenTrace;
import io.spanmill.fixture.TestSpan;
import io.spanmill.model.Match;
import io.spanmill.model.SpanKind;
import io.spanmill.model.Threshold;
import io.spanmill.trace.Trace;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ThroughputTest {
  /** Whatever is asked for the first time gets the next threshold. */
  private final List<Long> keys = new ArrayList<>();

  private long anchor;

  private final Budgets budgets =
      new Budgets() {
        @Override
        public long threshold(String policy, long key, Trace trace) {
          anchor = trace.anchorMillis();
          if (!keys.contains(key)) {
            keys.add(key);
          }
          return keys.indexOf(key);
        }

        @Override
        public long tableEpoch() {
          return Match.NO_TABLE;
        }
      };

  private Asked by(String... attributes) {
    return new Asked(
        new PolicySpec.Throughput(
            "p", PolicySpec.Throughput.Unit.TRACES, 1, List.of(attributes), 0.5, 0, 0.1, false),
        budgets);
  }

  private static TestSpan with(String... attributes) {
    return attributes.length == 2
        ? SPAN.with("", Map.of(attributes[0], attributes[1]))
        : SPAN.with("", Map.of(attributes[0], attributes[1], attributes[2], attributes[3]));
  }

  private static OpenTrace of(TestSpan... spans) {
    return new OpenTrace(0).add(List.of(spans));
  }

  @Test
  void withoutKeysAllTracesHaveTheKeyZero() {
    by().threshold(of(with("k", "x")));
    assertThat(keys).containsExactly(0L);
  }

  @Test
  void tracesOfTheSameValuesHaveTheSameKey() {
    Asked policy = by("k");
    assertThat(policy.threshold(of(with("k", "x")))).isEqualTo(0);
    assertThat(policy.threshold(of(with("k", "y")))).isEqualTo(1);
    assertThat(policy.threshold(of(SPAN))).isEqualTo(2);
    assertThat(policy.threshold(of(SPAN, with("k", "x"), with("k", "x")))).isEqualTo(0);
    assertThat(policy.threshold(onResource(k("x")))).isEqualTo(0);
  }

  @Test
  void theOrderOfSpansDoesNotMatter() {
    Asked policy = by("k");
    assertThat(policy.threshold(of(with("k", "x"), with("k", "y")))).isEqualTo(0);
    assertThat(policy.threshold(of(with("k", "y"), with("k", "x")))).isEqualTo(0);
  }

  @Test
  void whichAttributeHasAValueMatters() {
    Asked policy = by("a", "b");
    assertThat(policy.threshold(of(with("a", "x", "b", "y")))).isEqualTo(0);
    assertThat(policy.threshold(of(with("a", "y", "b", "x")))).isEqualTo(1);
    assertThat(policy.threshold(of(with("a", "x")))).isEqualTo(2);
    assertThat(policy.threshold(of(with("b", "x")))).isEqualTo(3);
  }

  @Test
  void valuesOfAnyTypeCount() {
    Asked policy = by("k");
    assertThat(policy.threshold(onSpan(k(5)))).isEqualTo(0);
    assertThat(policy.threshold(onSpan(k(6)))).isEqualTo(1);
    assertThat(policy.threshold(onSpan(k(true)))).isEqualTo(2);
    assertThat(policy.threshold(onSpan(k(5)))).isEqualTo(0);
  }

  @Test
  void tracesOfAHundredValuesAndMoreHaveOneKey() {
    Asked policy = by("k");
    policy.threshold(of(values(0, 99)));
    policy.threshold(of(values(0, 100)));
    policy.threshold(of(values(50, 250)));
    policy.threshold(of(values(1, 100)));
    assertThat(keys).hasSize(3);
  }

  private static TestSpan[] values(int from, int to) {
    TestSpan[] spans = new TestSpan[to - from];
    for (int i = from; i < to; i++) {
      spans[i - from] = with("k", "v" + i);
    }
    return spans;
  }

  @Test
  void keysDoNotCollide() {
    Set<Long> seen = new HashSet<>();
    Asked policy = by("a", "b");
    for (int i = 0; i < 200; i++) {
      policy.threshold(of(with("a", "v" + i % 20, "b", "w" + i / 20)));
    }
    seen.addAll(keys);
    assertThat(seen).hasSize(200);
  }

  @Test
  void theTableIsThatOfTheTimeOfTheFirstSpanOfTheLeastThreshold() {
    OpenTrace trace = new OpenTrace(1, Threshold.parse("f"), 0);
    TestSpan sampled = SPAN.inTrace(1, Threshold.parse("f")).with("ot=th:8", Map.of());
    TestSpan root = TestSpan.of(2, 0, "a", SpanKind.SERVER).inTrace(1, Threshold.parse("f"));
    trace.forEach(
        TestSpan.toBytes(List.of(sampled, root)),
        span -> trace.trace().add(span, span.spanId() * 1_000));
    by().threshold(trace);
    assertThat(anchor).isEqualTo(2_000);
  }
}
