package io.spanmill.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanmill.fixture.Arrival;
import io.spanmill.fixture.AssemblyRun;
import io.spanmill.fixture.TestSpan;
import io.spanmill.fixture.Traffic;
import io.spanmill.model.SpanKind;
import io.spanmill.state.Stamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** One trace that does not end must not have a restart read all that came since. */
class TracesAsideTest {
  private static final long PLENTY = 1L << 40;
  private static final long SETTLE = 6_000;
  private static final long LINGER = 10_000;

  private static final AssemblyConfig CONFIG =
      new AssemblyConfig(
          Duration.ofMillis(SETTLE),
          Duration.ofSeconds(30),
          Duration.ofMinutes(5),
          PLENTY,
          16 << 20,
          Duration.ofMillis(LINGER + 20_000),
          Duration.ofMinutes(30));

  /** One record every 100 ms: of a trace of its own, or of the one that never has a root. */
  private static List<Arrival> traffic(int records, int everyOther) {
    List<Arrival> arrivals = new ArrayList<>();
    for (int i = 0; i < records; i++) {
      long time = Traffic.START + i * 100L;
      boolean endless = i % everyOther == 0;
      TestSpan span =
          TestSpan.of(i + 1, endless ? 1_000_000 : 0, "a", SpanKind.SERVER)
              .inTrace(1, endless ? 5 : 1_000 + i)
              .at(time * 1_000_000, time * 1_000_000 + 1);
      Stamp stamp = new Stamp(Stamp.Kind.DATA, "in", 0, 1, time, time);
      arrivals.add(new Arrival(i, stamp, List.of(span)));
    }
    return arrivals;
  }

  @Test
  void theLogIsLetGoThoughOneTraceGoesOn() {
    AssemblyRun run = new AssemblyRun(CONFIG, PLENTY);
    for (Arrival arrival : traffic(2_000, 20)) {
      run.process(arrival);
      long needed = (LINGER + 20_000 + 3 * SETTLE + 1_000) / 100;
      assertThat(run.assembler().lowWater()).isGreaterThanOrEqualTo(arrival.offset() - needed);
    }
    assertThat(run.logs().pieces()).as("set aside").isPositive();
  }

  @Test
  void aRestartFindsItWhole() {
    List<Arrival> arrivals = traffic(3_500, 20);
    AssemblyRun run = new AssemblyRun(CONFIG, PLENTY);
    SplittableRandom random = new SplittableRandom(8);
    List<String> told =
        run.outcomes(arrivals, i -> random.nextInt(200) == 0).stream()
            .flatMap(List::stream)
            .filter(line -> line.startsWith("closed 00000000000000010000000000000005 MAX_AGE"))
            .toList();
    assertThat(told).hasSize(1);
    assertThat(told.get(0)).contains("spans=150 ");
  }

  @Test
  void noMoreThanAPartOfWhatComesInIsSetAside() {
    List<Arrival> arrivals = traffic(1_000, 1);
    AssemblyRun unlimited = new AssemblyRun(CONFIG, PLENTY);
    AssemblyRun limited = new AssemblyRun(CONFIG, PLENTY, 8);
    arrivals.forEach(unlimited::process);
    arrivals.forEach(limited::process);
    assertThat(unlimited.logs().pieces()).isPositive();
    assertThat(limited.logs().pieces()).as("all that there is, is one old trace").isZero();
  }

  @Test
  void nothingIsAsideInTheEnd() {
    for (long seed = 0; seed < 50; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      AssemblyRun run = new AssemblyRun(CONFIG, PLENTY);
      int most = 0;
      for (Arrival arrival : Traffic.random(random, 20)) {
        run.process(arrival);
        most = Math.max(most, run.logs().pieces());
      }
      assertThat(most).as("seed %d", seed).isPositive();
      assertThat(run.logs().pieces()).as("seed %d", seed).isZero();
    }
  }
}
