package io.spanmill.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ReportTest {
  private static Report report(Map<FaultKind, List<Double>> recoveries, Judgement judgement) {
    Map<FaultKind, Integer> struck = Map.of(FaultKind.KILL_BROKER, 1, FaultKind.KILL, 3);
    return new Report(7, struck, recoveries, 900, 120, judgement, 2, List.of());
  }

  private static final Judgement RIGHT = new Judgement(0, 0, 0, 0, List.of());

  @Test
  void theTableHasARowForEachKindAndATotal() {
    Map<FaultKind, List<Double>> recoveries =
        Map.of(FaultKind.KILL, List.of(9.0, 1.0, 2.0), FaultKind.KILL_BROKER, List.of(4.0));
    assertThat(report(recoveries, new Judgement(1, 2, 3, 4, List.of())).table())
        .containsExactly(
            "fault             times   lost  doubled  split  wrong counts  recovery p50     max",
            "kill                  3                                              2.0 s   9.0 s",
            "kill-broker           1                                              4.0 s   4.0 s",
            "total                 4      1        2      3             4         2.0 s   9.0 s");
  }

  @Test
  void jsonIsOneObjectInOneLine() {
    assertThat(report(Map.of(FaultKind.KILL, List.of(1.5)), RIGHT).json())
        .isEqualTo(
            "{\"seed\":7,\"faults\":4,\"spans\":900,\"traces\":120,\"lost\":0,\"doubled\":0,"
                + "\"split\":0,\"wrong_counts\":0,\"recovery_seconds_p50\":1.50,"
                + "\"recovery_seconds_max\":1.50,\"unexpected_exits\":2,\"broken_promises\":0}");
  }

  @Test
  void withoutRecoveriesThereIsNoNumber() {
    assertThat(report(Map.of(), RIGHT).json()).contains("\"recovery_seconds_max\":null");
    assertThat(report(Map.of(), RIGHT).table().get(1)).endsWith("-       -");
  }

  @Test
  void aBrokenPromiseIsNotRight() {
    assertThat(report(Map.of(), RIGHT).isRight()).isTrue();
    Report broken = new Report(7, Map.of(), Map.of(), 1, 1, RIGHT, 0, List.of("exit code 3"));
    assertThat(broken.isRight()).isFalse();
  }
}
