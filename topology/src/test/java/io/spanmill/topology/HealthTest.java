package io.spanmill.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanmill.topology.Assemblies.Assembly;
import io.spanmill.topology.Assemblies.Replay;
import io.spanmill.topology.Assemblies.Stage;
import io.spanmill.topology.Vitals.Contact;
import io.spanmill.topology.Vitals.Pulse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams.State;
import org.junit.jupiter.api.Test;

final class HealthTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration HOUR = Duration.ofHours(1);

  private State state = State.RUNNING;
  private boolean hasRun = true;
  private boolean closing;
  private String failure;
  private Pulse thread = new Pulse("StreamThread-1", "RUNNING", Duration.ZERO);
  private Contact kafka = new Contact(Duration.ZERO, HOUR, true);
  private final Map<Integer, Assembly> assemblies = new TreeMap<>();
  private Map<TopicPartition, Double> lag = Map.of();

  private Health live() {
    return Health.live(vitals());
  }

  private Health ready() {
    return Health.ready(vitals(), MINUTE);
  }

  private Vitals vitals() {
    return new Vitals(state, hasRun, closing, failure, List.of(thread), kafka, assemblies, lag);
  }

  private void assembly(int partition, Stage stage, Replay replay) {
    assemblies.put(partition, new Assembly(stage, 0, replay, 0, null));
  }

  @Test
  void anInstanceWithoutPartitionsIsReady() {
    assertThat(ready().wrong()).isEmpty();
  }

  @Test
  void aStartIsNotReady() {
    state = State.REBALANCING;
    hasRun = false;

    assertThat(live().isWell()).isTrue();
    assertThat(ready().wrong()).containsExactly("it is starting: Kafka Streams is REBALANCING");
  }

  @Test
  void aRebalanceLaterOnIsNoReason() {
    state = State.REBALANCING;

    assertThat(ready().wrong()).isEmpty();
  }

  @Test
  void tellsWhatIsNotRestored() {
    assembly(0, Stage.RESTORED, new Replay(7, 7));
    assembly(1, Stage.RESTORING, new Replay(1_200, 5_000));
    assembly(2, Stage.WAITING, Replay.NONE);

    assertThat(live().isWell()).isTrue();
    assertThat(ready().wrong())
        .containsExactly(
            "partition 1 of the spans is being restored: 1200 of 5000 offsets are read",
            "partition 2 of the spans waits for its first record, to restore what it knew");
  }

  @Test
  void namesThreeOfManyPartitions() {
    for (int partition = 0; partition < 8; partition++) {
      assembly(partition, Stage.WAITING, Replay.NONE);
    }

    assertThat(ready().wrong()).hasSize(4).contains("… and 5 more");
  }

  @Test
  void tellsHowFarBehindItIs() {
    TopicPartition near = new TopicPartition("otlp_spans", 0);
    TopicPartition far = new TopicPartition("otlp_spans", 3);
    lag = Map.of(near, 60.0, far, 61.4);

    assertThat(ready().wrong())
        .containsExactly("otlp_spans-3 is 61 s behind (http.ready_lag: 60 s)");
    assertThat(Health.ready(vitals(), Duration.ZERO).wrong()).isEmpty();

    lag = Map.of(far, Double.NaN);
    assertThat(ready().wrong())
        .containsExactly("otlp_spans-3: it is not known yet how far behind it is");
  }

  @Test
  void aThreadThatDoesNotAskForRecordsIsStuck() {
    thread = new Pulse("StreamThread-1", "RUNNING", Health.STUCK.plusSeconds(5));

    assertThat(live().wrong())
        .containsExactly("StreamThread-1 is stuck: it has not asked for records for 125 s");
    assertThat(ready().isWell()).isFalse();
  }

  @Test
  void toRestoreIsNotToBeStuck() {
    thread = new Pulse("StreamThread-1", "RUNNING", HOUR);
    assembly(1, Stage.RESTORING, new Replay(1_200, 5_000));

    assertThat(live().wrong()).isEmpty();
  }

  @Test
  void aKafkaThatDoesNotAnswerIsNoReasonToDieButOneNotToBeReady() {
    thread = new Pulse("StreamThread-1", "RUNNING", HOUR);
    kafka = new Contact(Duration.ofSeconds(42), HOUR, true);

    assertThat(live().wrong()).isEmpty();
    assertThat(ready().wrong()).containsExactly("Kafka has not answered for 42 s");

    kafka = new Contact(Duration.ZERO, MINUTE, true);
    assertThat(live().wrong()).as("it has just come back").isEmpty();
  }

  @Test
  void theDeadAreNotAlive() {
    thread = new Pulse("StreamThread-1", "DEAD", Duration.ZERO);
    failure = "no space left";
    state = State.ERROR;
    kafka = new Contact(Duration.ZERO, HOUR, false);

    assertThat(live().wrong())
        .containsExactly(
            "the pipeline has failed: no space left",
            "StreamThread-1 is dead",
            "nobody looks at the input any more: time does not go on in silent sources");
  }

  @Test
  void whatIsShuttingDownIsAliveAndNotReady() {
    thread = new Pulse("StreamThread-1", "DEAD", Duration.ZERO);
    state = State.PENDING_SHUTDOWN;
    kafka = new Contact(Duration.ZERO, HOUR, false);
    closing = true;

    assertThat(live().wrong()).isEmpty();
    assertThat(ready().wrong()).containsExactly("it is shutting down");
  }
}
