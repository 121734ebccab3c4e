package io.spanmill.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanmill.fixture.OpenTrace;
import io.spanmill.fixture.TestSpan;
import io.spanmill.model.Basis;
import io.spanmill.model.CloseReason;
import io.spanmill.model.SpanKind;
import io.spanmill.model.Threshold;
import io.spanmill.model.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.LongPredicate;
import org.junit.jupiter.api.Test;

class UniformityMonitorTest {
  private static final long TEN_MINUTES = 600_000;

  private final List<String> alarms = new ArrayList<>();
  private final UniformityMonitor monitor =
      new UniformityMonitor((service, chiSquared, traces) -> alarms.add(service));
  private final SplittableRandom random = new SplittableRandom(5);

  private static TestSpan span(long id, long parent, String service, String state) {
    return TestSpan.of(id, parent, service, SpanKind.SERVER).with(state, Map.of());
  }

  /** Traces of one window; those that a head sampler does not keep do not come. */
  private void window(int number, int traces, LongPredicate kept, TestSpan... spans) {
    for (int i = 0; i < traces; ) {
      long low = random.nextLong();
      if (kept.test(low)) {
        decided(number, low, List.of(spans));
        i++;
      }
    }
  }

  private void decided(int window, long low, List<TestSpan> spans) {
    OpenTrace open = new OpenTrace(7, low, window * TEN_MINUTES);
    open.add(spans.stream().map(span -> span.inTrace(7, low)).toList());
    Basis basis = Basis.ofTraceId(low);
    Verdict verdict = new Verdict(true, 0, 0, basis, "", null, List.of());
    open.trace().decide(verdict, CloseReason.IDLE, window * TEN_MINUTES);
    monitor.observe(open.trace());
  }

  @Test
  void randomIdsRaiseNoAlarm() {
    for (int i = 0; i < 6; i++) {
      window(i, 2_000, low -> true, span(1, 0, "a", ""), span(2, 1, "b", ""));
    }
    assertThat(alarms).isEmpty();
  }

  @Test
  void aSamplerThatKeepsSmallIdsIsNoticedAfterTwoWindows() {
    LongPredicate small = low -> (low >>> 1) < (Long.MAX_VALUE >>> 10);
    TestSpan legacy = span(1, 0, "legacy", "");
    window(0, 1_700, small, legacy);
    window(1, 1_700, small, legacy);
    assertThat(alarms).isEmpty();
    window(2, 1, small, legacy);
    assertThat(alarms).containsExactly("legacy");
  }

  @Test
  void fewTracesProveNothing() {
    for (int i = 0; i < 5; i++) {
      window(
          i, 1_599, low -> (low & 1 << 30) == 0 && (low & 0xffL << 48) == 0, span(1, 0, "a", ""));
    }
    assertThat(alarms).isEmpty();
  }

  @Test
  void whatWasSampledHonestlyIsUniformAboveItsThreshold() {
    long half = Threshold.parse("8");
    LongPredicate sampled = low -> (low & (Threshold.MAX - 1)) >= half;
    for (int i = 0; i < 4; i++) {
      window(i, 2_000, sampled, span(1, 0, "a", "ot=th:8"), span(2, 1, "a", "ot=th:8"));
    }
    assertThat(alarms).isEmpty();
  }

  @Test
  void inAMixedTraceEachServiceIsHeldAgainstItsOwnThreshold() {
    long half = Threshold.parse("8");
    for (int i = 0; i < 4; i++) {
      for (int n = 0; n < 2_000; n++) {
        long low = random.nextLong();
        List<TestSpan> seen = new ArrayList<>(List.of(span(1, 0, "root", "ot=th:0")));
        if ((low & (Threshold.MAX - 1)) >= half) {
          seen.add(span(2, 1, "sampled", "ot=th:8"));
        }
        decided(i, low, seen);
      }
    }
    assertThat(alarms).isEmpty();
  }

  @Test
  void aThresholdThatIsFalseIsNoticed() {
    for (int i = 0; i < 4; i++) {
      window(
          i,
          2_000,
          low -> (low & (Threshold.MAX - 1)) >= Threshold.parse("8"),
          span(1, 0, "a", ""));
    }
    assertThat(alarms).isNotEmpty().containsOnly("a");
  }
}
