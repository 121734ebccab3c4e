package io.spanmill.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code local} with a budget: it ends, although tables come back to where they are made from. */
class LocalBudgetTest {
  private static final long NOON = 1_767_268_800_000L;
  private static final int TRACES = 12_000;

  private @TempDir Path folder;

  @Test
  void endsWithEveryTraceDecidedAndNotAllOfThemKept() throws Exception {
    SplittableRandom random = new SplittableRandom(1);
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < TRACES; i++) {
      long nanos = (NOON + i * 10L) * 1_000_000;
      lines.append(
          String.format(
              "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"traceId\":\"%016x%016x\","
                  + "\"spanId\":\"00000000000000a1\",\"name\":\"op\","
                  + "\"startTimeUnixNano\":\"%d\",\"endTimeUnixNano\":\"%d\"}]}]}]}%n",
              random.nextLong(), random.nextLong(), nanos, nanos));
    }
    Path input = Files.writeString(folder.resolve("in.jsonl"), lines);
    String config =
        """
        partitions: 2
        sampling:
          policies:
            - {name: few, type: throughput, throughput: {traces_per_second: 10}}
        """;
    LocalOutput output = new Spanmill(folder).local("out", config, List.of(input));
    List<Json> decisions = output.decisions();
    assertThat(decisions).hasSize(TRACES);
    long kept = decisions.stream().filter(line -> line.flag("kept")).count();
    assertThat(kept).isBetween(600L, 3_300L);
  }
}
