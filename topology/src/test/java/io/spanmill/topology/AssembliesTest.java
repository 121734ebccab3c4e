package io.spanmill.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanmill.topology.Assemblies.Replay;
import io.spanmill.topology.Assemblies.Stage;
import org.junit.jupiter.api.Test;

final class AssembliesTest {
  private long nanos = 5;
  private final Assemblies assemblies = new Assemblies(() -> nanos);

  @Test
  void restoringTakesFromTheFirstRecordUntilAllIsKnownAgain() {
    assemblies.opened(3);
    assertThat(assemblies.all().get(3).stage()).isEqualTo(Stage.WAITING);
    nanos += 9_000_000_000L;
    assemblies.restoring(3);
    assemblies.replayed(3, new Replay(10, 40));
    assertThat(assemblies.all().get(3).stage()).isEqualTo(Stage.RESTORING);
    assertThat(assemblies.all().get(3).replay()).isEqualTo(new Replay(10, 40));
    nanos += 2_500_000_000L;
    assemblies.restored(3);

    assertThat(assemblies.all().get(3).stage()).isEqualTo(Stage.RESTORED);
    assertThat(assemblies.all().get(3).restoreSeconds()).isEqualTo(2.5);
  }

  @Test
  void whatIsClosedIsForgottenAndNotHeardAnyMore() {
    assemblies.opened(3);
    assemblies.closed(3);
    assemblies.restored(3);

    assertThat(assemblies.all()).isEmpty();
  }
}
