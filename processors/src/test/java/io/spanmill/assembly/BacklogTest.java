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

/** A backlog of two hours in two source partitions, of which one is read an hour behind. */
class BacklogTest {
  private static final int TRACES = 2 * 3600;
  private static final int AHEAD = 3600;
  private static final long MEMORY = 256L << 20;

  private static final AssemblyConfig CONFIG =
      new AssemblyConfig(
          Duration.ofSeconds(6),
          Duration.ofSeconds(30),
          Duration.ofMinutes(2),
          MEMORY,
          16 << 20,
          Duration.ofMinutes(1),
          Duration.ofMinutes(30));

  private final SplittableRandom random = new SplittableRandom(5);
  private final int[] read = new int[2];
  private long offset;

  @Test
  void splitsNoTraceThoughOneSourceIsAnHourBehind() {
    List<String> told = drain(false);
    assertThat(count(told, "closed")).isEqualTo(TRACES);
    assertThat(whole(told)).isEqualTo(TRACES);
    assertThat(count(told, "late")).isZero();
    assertThat(count(told, "shed")).isZero();
  }

  @Test
  void theLatestWatermarkWouldSplitThem() {
    List<String> told = drain(true);
    assertThat(whole(told)).isLessThan(TRACES / 2);
    assertThat(count(told, "late")).isPositive();
  }

  private List<String> drain(boolean naive) {
    AssemblyRun run = new AssemblyRun(CONFIG, MEMORY);
    List<String> told = new ArrayList<>();
    while (read[1] < TRACES) {
      int source = read[0] < Math.min(TRACES, read[1] + AHEAD) ? 0 : 1;
      int block = 1 + random.nextInt(source == 0 ? 500 : 50);
      for (int i = 0; i < block && read[source] < TRACES; i++) {
        told.addAll(run.process(next(source, naive)));
      }
    }
    for (int source = 0; source < 2; source++) {
      told.addAll(run.process(ended(source, naive)));
    }
    return told;
  }

  /** Half of a trace that began in that second: the other half lies in the other partition. */
  private Arrival next(int source, boolean naive) {
    int trace = read[source]++;
    long arrival = Traffic.START + trace * 1000L;
    long watermark = naive ? Traffic.START + Math.max(read[0], read[1]) * 1000L : arrival;
    List<TestSpan> half = spans(trace, arrival * 1_000_000).subList(source * 2, source * 2 + 2);
    return new Arrival(++offset, stamp(source, naive, watermark, arrival), half);
  }

  private static List<TestSpan> spans(int trace, long start) {
    return List.of(
        TestSpan.of(1, 0, "front", SpanKind.SERVER).inTrace(1, trace).at(start, start + 4),
        TestSpan.of(2, 1, "front", SpanKind.CLIENT).inTrace(1, trace).at(start, start + 3),
        TestSpan.of(3, 2, "back", SpanKind.SERVER).inTrace(1, trace).at(start, start + 2),
        TestSpan.of(4, 3, "back", SpanKind.CLIENT).inTrace(1, trace).at(start, start + 1));
  }

  private Arrival ended(int source, boolean naive) {
    Stamp stamp = stamp(source, naive, Stamp.END, Stamp.END);
    return new Arrival(
        ++offset,
        new Stamp(Stamp.Kind.ENDED, "in", stamp.partition(), stamp.sources(), Stamp.END, Stamp.END),
        List.of());
  }

  private static Stamp stamp(int source, boolean naive, long watermark, long arrival) {
    return naive
        ? new Stamp(Stamp.Kind.DATA, "in", 0, 1, watermark, arrival)
        : new Stamp(Stamp.Kind.DATA, "in", source, 2, watermark, arrival);
  }

  private static long whole(List<String> told) {
    return told.stream().filter(line -> line.contains(" spans=4 ")).count();
  }

  private static long count(List<String> told, String what) {
    return told.stream().filter(line -> line.startsWith(what)).count();
  }
}
