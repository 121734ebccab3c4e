package io.spanmill.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanmill.fixture.Arrival;
import io.spanmill.fixture.AssemblyConfigs;
import io.spanmill.fixture.AssemblyRun;
import io.spanmill.fixture.Recording;
import io.spanmill.fixture.Traffic;
import io.spanmill.state.Stamp;
import io.spanmill.state.Stamp.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

/** An assembler whose log is the input: of silence, and of what is in force, no record tells. */
class SilentLogLaws {
  /**
   * Something that happens.
   *
   * @param arrival at the offset of the next record where it is none itself
   */
  private record Step(boolean isRecord, Arrival arrival) {}

  /** After so long all is due that can be: less would be no news in silence. */
  private static final int SWEEP_MILLIS = 3_000;

  /** One source; each moment without data is silence, which moves time on. */
  private static List<Step> steps(SplittableRandom random) {
    return steps(random, false);
  }

  /**
   * @param rising whether no two records come at the same time: which of two is older then, and
   *     goes first when memory is short, nobody knows after a restart
   */
  private static List<Step> steps(SplittableRandom random, boolean rising) {
    List<Step> steps = new ArrayList<>();
    long time = Traffic.START;
    long next = random.nextInt(100);
    for (Arrival arrival : Traffic.random(random, 1 + random.nextInt(30))) {
      Kind kind = arrival.stamp().kind();
      if (kind == Kind.DATA) {
        long offset = next + random.nextInt(3) / 2;
        long came = arrival.stamp().arrival();
        Stamp stamp = stamp(kind, rising ? Math.max(time + 1, came) : came);
        time = Math.max(time, stamp.arrival());
        steps.add(new Step(true, new Arrival(offset, stamp, arrival.spans())));
        next = offset + 1;
      } else if (kind == Kind.CONTROL) {
        steps.add(new Step(false, Arrival.of(next, arrival.control())));
      } else if (kind != Kind.ENDED) {
        time += SWEEP_MILLIS + random.nextLong(kind == Kind.IDLE ? 20_000 : 2_000);
        steps.add(new Step(false, new Arrival(next, stamp(Kind.IDLE, time), List.of())));
      }
    }
    steps.add(new Step(true, new Arrival(next, stamp(Kind.ENDED, Stamp.END), List.of())));
    return steps;
  }

  private static Stamp stamp(Kind kind, long millis) {
    return new Stamp(kind, "in", 0, 1, millis, millis);
  }

  private static List<String> take(AssemblyRun run, Step step) {
    Arrival arrival = step.arrival();
    if (step.isRecord()) {
      return run.process(arrival);
    }
    return arrival.control() == null
        ? run.passTime(arrival.offset(), arrival.stamp())
        : run.apply(arrival.control());
  }

  private static List<List<String>> outcomes(
      AssemblyConfig config, long memory, List<Step> steps, IntPredicate restartBefore) {
    List<List<String>> told = new ArrayList<>();
    AssemblyRun run = new AssemblyRun(config, memory);
    for (int i = 0; i < steps.size(); i++) {
      // The batch that a step ends with may just be too much, which a restart would mend at once.
      if (restartBefore.test(i) && run.assembler().heldBytes() <= memory) {
        assertThat(run.restartWith(memory, steps.get(i).arrival().offset()))
            .allMatch(line -> line.startsWith("control"));
      }
      told.add(take(run, steps.get(i)));
    }
    return told;
  }

  /** While verdicts are remembered: when they are forgotten depends on where records begin. */
  @Test
  void tellsWhatItWouldIfEachMomentWereARecord() {
    AssemblyConfig config = AssemblyConfigs.lasting();
    for (long seed = 0; seed < 100; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      List<Step> steps = steps(random);
      List<List<String>> direct = outcomes(config, AssemblyConfigs.PLENTY, steps, i -> false);
      AssemblyRun hop = new AssemblyRun(config, AssemblyConfigs.PLENTY);
      for (int i = 0; i < steps.size(); i++) {
        Arrival step = steps.get(i).arrival();
        List<String> told = hop.process(new Arrival(i, step.stamp(), step.spans(), step.control()));
        assertThat(direct.get(i))
            .as("seed %d, step %d", seed, i)
            .containsExactlyInAnyOrderElementsOf(told);
      }
      assertThat(hop.assembler().openTraces()).isZero();
    }
  }

  @Test
  void restartsAnywhereWithoutATrace() {
    for (long seed = 0; seed < 50; seed++) {
      restart(seed, AssemblyConfigs.PLENTY);
    }
  }

  @Test
  void restartsUnderPressureWithoutATrace() {
    for (long seed = 1_000; seed < 1_060; seed++) {
      restart(seed, 8_000 + new SplittableRandom(seed).nextLong(120_000));
    }
  }

  private static void restart(long seed, long memory) {
    SplittableRandom random = new SplittableRandom(seed);
    AssemblyConfig config = AssemblyConfigs.random(random);
    List<Step> steps = steps(random, memory < AssemblyConfigs.PLENTY);
    new RestartLaw(
            seed, steps.size(), restartBefore -> outcomes(config, memory, steps, restartBefore))
        .require(random);
  }

  /** Also what a restart decides for want of memory, where something was decided in silence. */
  @Test
  void restartsWithLessMemoryCountingEachSpanOnce() {
    int early = 0;
    for (long seed = 6_000; seed < 6_150; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      AssemblyConfig config = AssemblyConfigs.random(random);
      List<Step> steps = once(steps(random));
      AssemblyRun run = new AssemblyRun(config, AssemblyConfigs.PLENTY);
      List<String> told = new ArrayList<>();
      for (Step step : steps) {
        if (random.nextInt(15) == 0) {
          long memory =
              random.nextBoolean() ? AssemblyConfigs.PLENTY : 5_000 + random.nextInt(20_000);
          List<String> atOnce = run.restartWith(memory, step.arrival().offset());
          early += (int) Recording.count(atOnce, "closed");
          told.addAll(atOnce);
        }
        told.addAll(take(run, step));
      }
      long spans = steps.stream().mapToLong(step -> step.arrival().spans().size()).sum();
      long late = Recording.count(told, "late");
      assertThat(Recording.closedSpans(told) + late).as("seed %d", seed).isEqualTo(spans);
    }
    assertThat(early).as("closed for want of memory").isGreaterThan(50);
  }

  private static List<Step> once(List<Step> steps) {
    Set<String> seen = new HashSet<>();
    return steps.stream()
        .map(
            step ->
                new Step(step.isRecord(), step.arrival().where(span -> seen.add(span.identity()))))
        .toList();
  }

  @Test
  void whatWasSaidInSilenceIsForgottenWithTheLog() {
    for (long seed = 7_000; seed < 7_050; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      AssemblyRun run = new AssemblyRun(AssemblyConfigs.random(random), AssemblyConfigs.PLENTY);
      for (Step step : steps(random)) {
        if (random.nextInt(10) == 0) {
          run.restartWith(AssemblyConfigs.PLENTY, step.arrival().offset());
        }
        boolean swept = take(run, step).stream().anyMatch(line -> line.startsWith("swept"));
        if (swept && step.arrival().stamp().kind() != Kind.ENDED) {
          List<Long> said = new ArrayList<>();
          run.logs().forEachSilence((stamp, offset) -> said.add(offset));
          long lowWater = run.assembler().lowWater();
          assertThat(said).as("seed %d", seed).allMatch(offset -> offset >= lowWater);
        }
      }
    }
  }
}
