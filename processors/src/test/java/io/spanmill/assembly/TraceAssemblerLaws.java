package io.spanmill.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanmill.fixture.Arrival;
import io.spanmill.fixture.AssemblyConfigs;
import io.spanmill.fixture.AssemblyRun;
import io.spanmill.fixture.Recording;
import io.spanmill.fixture.TestSpan;
import io.spanmill.fixture.Traffic;
import io.spanmill.model.Basis;
import io.spanmill.model.SpanKind;
import io.spanmill.state.ControlRecord;
import io.spanmill.state.Stamp;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TraceAssemblerLaws {
  @Test
  void decidesAsTheOracleDoes() {
    for (long seed = 0; seed < 400; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      AssemblyConfig config = AssemblyConfigs.random(random);
      List<Arrival> arrivals = Traffic.random(random, 1 + random.nextInt(30));
      AssemblyRun run = new AssemblyRun(config, AssemblyConfigs.PLENTY);
      OracleAssembler oracle = new OracleAssembler(config);
      for (Arrival arrival : arrivals) {
        assertThat(heads(run.process(arrival)))
            .as("seed %d, offset %d", seed, arrival.offset())
            .containsExactlyInAnyOrderElementsOf(oracle.process(arrival));
      }
      assertThat(run.assembler().openTraces()).as("seed %d", seed).isZero();
    }
  }

  @Test
  void decidesByThePoliciesThatAreInForceAtThatRecord() {
    for (long seed = 5_000; seed < 5_100; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      AssemblyConfig config = AssemblyConfigs.random(random);
      List<Arrival> arrivals = Traffic.random(random, 1 + random.nextInt(30));
      List<List<String>> told =
          new AssemblyRun(config, AssemblyConfigs.PLENTY)
              .outcomes(arrivals, i -> random.nextInt(10) == 0);
      long threshold = Recording.THRESHOLD;
      for (int i = 0; i < arrivals.size(); i++) {
        threshold = thresholdAfter(arrivals.get(i), threshold);
        assertThat(told.get(i).stream().filter(line -> line.startsWith("closed")))
            .as("seed %d, record %d", seed, i)
            .allMatch(closedAt(threshold));
      }
    }
  }

  private static long thresholdAfter(Arrival arrival, long before) {
    ControlRecord control = arrival.control();
    if (control == null || control.kind() != ControlRecord.Kind.POLICY_SET) {
      return before;
    }
    Long said = Recording.thresholdOf(control);
    return said == null ? before : said;
  }

  private static Predicate<String> closedAt(long threshold) {
    return line -> line.contains("threshold=" + threshold + ",");
  }

  private static List<String> heads(List<String> lines) {
    return lines.stream()
        .map(line -> line.split("\\|", 2)[0])
        .filter(head -> !head.isEmpty())
        .toList();
  }

  @Test
  void restartsAnywhereWithoutATrace() {
    for (long seed = 0; seed < 100; seed++) {
      restart(seed, AssemblyConfigs.PLENTY);
    }
  }

  @Test
  void restartsUnderPressureWithoutATrace() {
    for (long seed = 1_000; seed < 1_100; seed++) {
      restart(seed, 8_000 + new SplittableRandom(seed).nextLong(120_000));
    }
  }

  private static void restart(long seed, long memory) {
    SplittableRandom random = new SplittableRandom(seed);
    AssemblyConfig config = AssemblyConfigs.random(random);
    List<Arrival> arrivals = Traffic.random(random, 1 + random.nextInt(30));
    new RestartLaw(
            seed,
            arrivals.size(),
            restartBefore -> new AssemblyRun(config, memory).outcomes(arrivals, restartBefore))
        .require(random);
  }

  @Test
  void losesNoSpanAndTakesNoneTwice() {
    for (long seed = 2_000; seed < 2_200; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      AssemblyConfig config = AssemblyConfigs.random(random);
      List<Arrival> arrivals = Traffic.random(random, 1 + random.nextInt(30));
      long memory = seed % 2 == 0 ? AssemblyConfigs.PLENTY : 20_000;
      long spans = arrivals.stream().mapToLong(arrival -> arrival.spans().size()).sum();
      List<String> told =
          new AssemblyRun(config, memory)
              .outcomes(arrivals, i -> random.nextInt(20) == 0).stream()
                  .flatMap(List::stream)
                  .toList();
      assertThat(told.stream().filter(TraceAssemblerLaws::tellsOfASpan).count())
          .as("seed %d", seed)
          .isEqualTo(spans);
      assertThat(Recording.closedSpans(told))
          .as("seed %d", seed)
          .isEqualTo(Recording.count(told, "admitted"));
    }
  }

  /** Without second deliveries: who is short of memory cannot tell all of them. */
  private static List<Arrival> once(List<Arrival> arrivals) {
    Set<String> seen = new HashSet<>();
    return arrivals.stream()
        .map(arrival -> arrival.where(span -> seen.add(span.identity())))
        .toList();
  }

  /** What was held with much memory is read again with little, again and again. */
  @Test
  void restartsWithLessMemoryCountingEachSpanOnce() {
    int early = 0;
    for (long seed = 6_000; seed < 6_300; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      AssemblyConfig config = AssemblyConfigs.random(random);
      List<Arrival> arrivals = once(Traffic.random(random, 1 + random.nextInt(30)));
      AssemblyRun run = new AssemblyRun(config, AssemblyConfigs.PLENTY);
      List<String> told = new ArrayList<>();
      for (Arrival arrival : arrivals) {
        if (random.nextInt(15) == 0) {
          long memory =
              random.nextBoolean() ? AssemblyConfigs.PLENTY : 5_000 + random.nextInt(20_000);
          List<String> atOnce = run.restartWith(memory, arrival.offset());
          early += (int) Recording.count(atOnce, "closed");
          told.addAll(atOnce);
        }
        told.addAll(run.process(arrival));
      }
      long spans = arrivals.stream().mapToLong(arrival -> arrival.spans().size()).sum();
      assertThat(Recording.closedSpans(told) + Recording.count(told, "late"))
          .as("seed %d", seed)
          .isEqualTo(spans);
    }
    assertThat(early).as("closed for want of memory").isGreaterThan(100);
  }

  private static boolean tellsOfASpan(String line) {
    return line.startsWith("admitted") || line.startsWith("late") || line.startsWith("duplicate");
  }

  @Test
  void takesEverySpanOnceWhileItIsRemembered() {
    AssemblyConfig config = AssemblyConfigs.lasting();
    for (long seed = 3_000; seed < 3_100; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      List<Arrival> arrivals = Traffic.random(random, 1 + random.nextInt(30));
      List<String> taken =
          new AssemblyRun(config, AssemblyConfigs.PLENTY)
              .outcomes(arrivals, i -> random.nextInt(10) == 0).stream()
                  .flatMap(List::stream)
                  .filter(line -> line.startsWith("admitted") || line.startsWith("late"))
                  .toList();
      assertThat(taken).as("seed %d", seed).hasSize(distinct(arrivals).size());
    }
  }

  /** Spans that arrive together may come in one request or in many. */
  @Test
  void decidesTheSameHoweverRequestsAreCut() {
    AssemblyConfig config = AssemblyConfigs.lasting();
    for (long seed = 4_000; seed < 4_400; seed++) {
      List<Arrival> arrivals = Traffic.random(new SplittableRandom(seed), 1 + (int) seed % 30);
      List<String> whole = verdicts(new AssemblyRun(config, AssemblyConfigs.PLENTY), arrivals);
      List<String> cut = verdicts(new AssemblyRun(config, AssemblyConfigs.PLENTY), cut(arrivals));
      assertThat(cut).as("seed %d", seed).isEqualTo(whole);
    }
  }

  private static List<String> verdicts(AssemblyRun run, List<Arrival> arrivals) {
    return run.outcomes(arrivals, i -> false).stream()
        .flatMap(List::stream)
        .filter(line -> line.startsWith("closed") || line.startsWith("|kept"))
        .sorted()
        .toList();
  }

  private static List<Arrival> cut(List<Arrival> arrivals) {
    List<Arrival> cut = new ArrayList<>();
    for (Arrival arrival : arrivals) {
      if (arrival.spans().isEmpty()) {
        cut.add(new Arrival(cut.size(), arrival.stamp(), List.of(), arrival.control()));
      }
      for (TestSpan span : arrival.spans()) {
        cut.add(new Arrival(cut.size(), arrival.stamp(), List.of(span)));
      }
    }
    return cut;
  }

  /** The traffic of these laws has late spans of all kinds. */
  @Test
  void lateSpansAreKeptByTheirTracesVerdictOrByTheirOwn() {
    List<String> kept = new ArrayList<>();
    for (long seed = 0; seed < 100; seed++) {
      List<Arrival> arrivals = Traffic.random(new SplittableRandom(seed), 20);
      kept.addAll(
          verdicts(new AssemblyRun(AssemblyConfigs.lasting(), AssemblyConfigs.PLENTY), arrivals));
    }
    String own = " " + Recording.LATE_THRESHOLD + " ";
    for (Basis.Source source : List.of(Basis.Source.TRACE_ID, Basis.Source.RV)) {
      List<String> late =
          kept.stream()
              .filter(line -> line.startsWith("|kept") && line.contains("source=" + source))
              .toList();
      assertThat(late.stream().filter(line -> line.contains(own)).count())
          .as("%s", source)
          .isBetween(1L, late.size() - 1L);
    }
  }

  private static Set<String> distinct(List<Arrival> arrivals) {
    return arrivals.stream()
        .flatMap(arrival -> arrival.spans().stream())
        .map(TestSpan::identity)
        .collect(Collectors.toSet());
  }

  @Test
  void holdsNothingInTheEnd() {
    for (long seed = 4_000; seed < 4_050; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      AssemblyConfig config = AssemblyConfigs.random(random);
      List<Arrival> arrivals = Traffic.random(random, 1 + random.nextInt(30));
      AssemblyRun run = new AssemblyRun(config, AssemblyConfigs.PLENTY);
      int restart = random.nextInt(arrivals.size());
      run.outcomes(arrivals, i -> i == restart);
      RememberedDecisions left = new RememberedDecisions(run.logs());
      run.logs()
          .forEach(
              (batch, offset) -> {
                DecisionBatch.read(batch).forEach(entry -> left.put(entry, offset));
                left.batchWritten(offset, DecisionBatch.read(batch));
              });
      assertThat(run.assembler().heldBytes()).as("seed %d", seed).isEqualTo(left.footprint());
    }
  }

  @Test
  void takesATraceOfTwoHundredThousandSpansTwice() {
    AssemblyRun run = new AssemblyRun(AssemblyConfigs.lasting(), AssemblyConfigs.PLENTY);
    TestSpan root = TestSpan.of(1, 0, "a", SpanKind.SERVER);
    long told = 0;
    for (int round = 0; round < 2; round++) {
      for (int block = 0; block < 100; block++) {
        List<TestSpan> spans = new ArrayList<>(List.of(root));
        for (int i = 1; i < 2_000; i++) {
          spans.add(TestSpan.of(block * 2_000L + i + 1, 1, "a", SpanKind.INTERNAL));
        }
        long time = Traffic.START + round * 6_100L;
        Stamp stamp = new Stamp(Stamp.Kind.DATA, "in", 0, 1, time, time);
        told +=
            run.process(new Arrival(round * 100L + block, stamp, spans)).stream()
                .filter(TraceAssemblerLaws::tellsOfASpan)
                .count();
      }
    }
    assertThat(told).isEqualTo(400_000);
    assertThat(run.assembler().openTraces()).isZero();
  }
}
