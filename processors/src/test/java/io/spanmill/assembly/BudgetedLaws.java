package io.spanmill.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanmill.budget.Epochs;
import io.spanmill.fixture.TestSpan;
import io.spanmill.model.Decision;
import io.spanmill.model.SpanKind;
import io.spanmill.model.Threshold;
import io.spanmill.model.Verdict;
import io.spanmill.sampling.PolicySpec;
import io.spanmill.sampling.PolicySpec.Throughput;
import io.spanmill.sampling.SamplingConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** Budgets from the arrival of spans to the verdict, over several partitions. */
class BudgetedLaws {
  private static final long START = Epochs.startMillis(340_000_000);
  private static final int TICK_MILLIS = 250;
  private static final BooleanSupplier NEVER = () -> false;

  private static final AssemblyConfig CONFIG =
      new AssemblyConfig(
          Duration.ofSeconds(6),
          Duration.ofSeconds(10),
          Duration.ofSeconds(15),
          1L << 40,
          1 << 20,
          Duration.ofSeconds(10),
          Duration.ofSeconds(20));

  private static SamplingConfig policies(Throughput.Unit unit) {
    Throughput some = new Throughput("some", unit, 20, List.of("k"), 0.5, 0, 0.1, false);
    PolicySpec slow = new PolicySpec.Latency("slow", 3, 0);
    Throughput few = Throughput.plain("few", Throughput.Unit.SPANS, 5);
    return SamplingConfig.of(List.of(some, new PolicySpec.And("both", List.of(slow, few))));
  }

  /**
   * Traces of up to three spans, of some keys, some thinned upstream, some incomplete.
   *
   * @param mixed with spans of several thresholds in one trace
   */
  private static Map<Long, List<TestSpan>> traffic(
      long seed, int seconds, int perSecond, boolean mixed) {
    SplittableRandom random = new SplittableRandom(seed);
    Map<Long, List<TestSpan>> arrivals = new TreeMap<>();
    for (long at = START; at < START + seconds * 1_000L; at += TICK_MILLIS) {
      arrivals.computeIfAbsent(at, unused -> new ArrayList<>());
      int load = at < START + seconds * 500L ? perSecond : 4 * perSecond;
      for (int i = 0; i < load * TICK_MILLIS / 1_000; i++) {
        trace(random, at, mixed, arrivals);
      }
    }
    return arrivals;
  }

  private static void trace(
      SplittableRandom random, long at, boolean mixed, Map<Long, List<TestSpan>> arrivals) {
    long high = random.nextLong();
    long low = random.nextLong();
    String key = "k" + random.nextInt(1 + random.nextInt(12));
    String head = (low & 0xffffffffffffffL) < 1L << 55 ? "" : "ot=th:8";
    int parent = random.nextInt(4) == 0 ? 99 : 0;
    for (int i = 1; i <= 1 + random.nextInt(3); i++) {
      long start = at * 1_000_000;
      TestSpan span =
          TestSpan.of(i, i == 1 ? parent : 1, "a", SpanKind.SERVER)
              .inTrace(high, low)
              .at(start, start + random.nextLong(6_000_000))
              .with(i == 1 && mixed ? "" : head, Map.of("k", key));
      long arrival = at + TICK_MILLIS * (i == 1 ? 0 : random.nextInt(8));
      arrivals.computeIfAbsent(arrival, unused -> new ArrayList<>()).add(span);
    }
  }

  private static BudgetedRun run(
      Map<Long, List<TestSpan>> traffic, Throughput.Unit unit, int partitions, BooleanSupplier r) {
    BudgetedRun run = new BudgetedRun(CONFIG, policies(unit), partitions, r);
    traffic.forEach(run::arrive);
    return run;
  }

  /**
   * With one threshold in a trace: otherwise what a trace asks of one budget may hang on the spans
   * at which another let it pass, and so on what a partition's guard held back.
   */
  @Test
  void tablesAreTheSameInOnePartitionAndInMany() {
    for (Throughput.Unit unit : Throughput.Unit.values()) {
      Map<Long, List<TestSpan>> traffic = traffic(unit.ordinal(), 90, 40, false);
      List<String> one = run(traffic, unit, 1, NEVER).published();
      assertThat(one).hasSizeGreaterThan(20);
      for (int partitions : new int[] {4, 16}) {
        assertThat(run(traffic, unit, partitions, NEVER).published())
            .as("%s in %d partitions", unit, partitions)
            .containsExactlyElementsOf(one);
      }
    }
  }

  @Test
  void aReplayIsTheSameToTheByte() {
    Map<Long, List<TestSpan>> traffic = traffic(7, 60, 60, true);
    BudgetedRun one = run(traffic, Throughput.Unit.TRACES, 4, NEVER);
    BudgetedRun other = run(traffic, Throughput.Unit.TRACES, 4, NEVER);
    assertThat(other.decided()).containsExactlyElementsOf(one.decided());
    assertThat(other.published()).containsExactlyElementsOf(one.published());
  }

  @Test
  void restartsAnywhereWithoutATrace() {
    Map<Long, List<TestSpan>> traffic = traffic(8, 50, 60, true);
    BudgetedRun whole = run(traffic, Throughput.Unit.SPANS, 2, NEVER);
    assertThat(whole.decided()).anyMatch(line -> line.matches(".*tableEpoch=[0-9]+.*"));
    SplittableRandom random = new SplittableRandom(8);
    for (BooleanSupplier restarts :
        List.<BooleanSupplier>of(() -> true, () -> random.nextInt(10) == 0)) {
      BudgetedRun restarted = run(traffic, Throughput.Unit.SPANS, 2, restarts);
      assertThat(restarted.decided()).containsExactlyElementsOf(whole.decided());
      assertThat(restarted.published()).containsExactlyElementsOf(whole.published());
    }
  }

  private static SamplingConfig strict(double perSecond) {
    Throughput cap =
        new Throughput("cap", Throughput.Unit.SPANS, perSecond, List.of(), 0.5, 0, 0.1, true);
    return SamplingConfig.of(List.of(cap));
  }

  /** Sampled by nobody before. */
  private static TestSpan whole(TestSpan span) {
    return span.with("", span.attributes());
  }

  private static List<Decision> strictly(long seed, int perSecond, int partitions) {
    BudgetedRun run = new BudgetedRun(CONFIG, strict(perSecond), partitions, NEVER);
    traffic(seed, 60, 40, false)
        .forEach((at, spans) -> run.arrive(at, spans.stream().map(BudgetedLaws::whole).toList()));
    return run.decisions();
  }

  /**
   * What ten seconds bring may have gathered before, and a few traces are decided by themselves.
   */
  @Test
  void aStrictBudgetIsNeverExceeded() {
    for (int partitions : new int[] {1, 4}) {
      List<Decision> decisions = strictly(11, 40, partitions);
      long kept =
          decisions.stream()
              .filter(decision -> decision.verdict().kept())
              .mapToLong(Decision::spans)
              .sum();
      assertThat(kept).isBetween(40L * 45, 40L * (60 + 10 + 1));
    }
  }

  /** Twice as much comes as may be kept, then eight times; each trace fits into what is there. */
  @Test
  void whatAStrictBudgetKeepsStandsForAllThereWas() {
    double sum = 0;
    double squares = 0;
    int runs = 60;
    for (int seed = 0; seed < runs; seed++) {
      double there = 0;
      double estimate = 0;
      for (Decision decision : strictly(100 + seed, 40, 1)) {
        Verdict verdict = decision.verdict();
        there++;
        estimate += verdict.kept() ? Threshold.adjustedCount(verdict.threshold()) : 0;
      }
      double error = estimate / there - 1;
      sum += error;
      squares += error * error;
    }
    double deviation = Math.sqrt(squares / runs);
    assertThat(deviation).isGreaterThan(0.001);
    assertThat(Math.abs(sum / runs)).isLessThan(4 * deviation / Math.sqrt(runs));
  }
}
