package io.spanmill.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ScheduleTest {
  private static final List<FaultKind> ALL = List.of(FaultKind.values());

  @Test
  void theSameSeedGivesTheSameSchedule() {
    assertThat(Schedule.of(4, ALL, 600_000)).isEqualTo(Schedule.of(4, ALL, 600_000));
    assertThat(Schedule.of(4, ALL, 600_000)).isNotEqualTo(Schedule.of(5, ALL, 600_000));
  }

  @Test
  void aLongerCampaignBeginsAsAShorterOneDoes() {
    List<Schedule> shorter = Schedule.of(4, ALL, 200_000);
    assertThat(Schedule.of(4, ALL, 600_000)).startsWith(shorter.toArray(new Schedule[0]));
  }

  @Test
  void everyKindStrikesBeforeOneStrikesAgain() {
    List<FaultKind> first =
        Schedule.of(9, ALL, 3_600_000).stream().map(Schedule::kind).limit(ALL.size()).toList();
    assertThat(first).containsExactlyInAnyOrderElementsOf(ALL);
  }

  @Test
  void whatCanHappenOnceHappensOnce() {
    List<Schedule> schedule = Schedule.of(9, ALL, 3_600_000);
    for (FaultKind kind : ALL) {
      long times = schedule.stream().filter(next -> next.kind() == kind).count();
      assertThat(times).as(kind.label()).isGreaterThan(kind.isOnce() ? 0 : 5);
      assertThat(kind.isOnce() && times != 1).as(kind.label()).isFalse();
    }
  }

  @Test
  void noKindsMakeNoSchedule() {
    assertThat(Schedule.of(1, List.of(), 60_000)).isEmpty();
    assertThat(Schedule.of(1, List.of(FaultKind.MORE_PARTITIONS), 600_000)).hasSize(1);
  }

  @Test
  void faultsAreReadByTheirLabels() {
    assertThat(FaultKind.parse("kill, kill-broker"))
        .containsExactly(FaultKind.KILL, FaultKind.KILL_BROKER);
    assertThat(FaultKind.parse("all")).isEqualTo(ALL);
    assertThat(FaultKind.parse("none")).isEmpty();
    assertThatThrownBy(() -> FaultKind.parse("fire")).hasMessageStartingWith("'fire' is none of");
  }
}
