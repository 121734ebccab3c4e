package io.spanmill.topology;

import io.spanmill.topology.Assemblies.Assembly;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a running pipeline at one moment.
 *
 * @param hasRun whether it was running at any time since it was started
 * @param failure why it ended by itself; null if it did not
 * @param kafka what Kafka lets hear; null where nobody listens
 * @param assemblies of this process, by partition of the spans topic
 * @param lagSeconds of the input and spans partitions that this process reads; NaN: not known
 */
record Vitals(
    KafkaStreams.State state,
    boolean hasRun,
    boolean closing,
    @Nullable String failure,
    List<Pulse> threads,
    @Nullable Contact kafka,
    Map<Integer, Assembly> assemblies,
    Map<TopicPartition, Double> lagSeconds) {

  /**
   * A stream thread.
   *
   * @param sincePoll since it last asked Kafka for records; zero if it never did
   */
  record Pulse(String name, String state, Duration sincePoll) {}

  /**
   * The admin client, which looks twice a second.
   *
   * @param silence since the last answer
   * @param answering for how long all was answered until then
   * @param watching whether it goes on looking
   */
  record Contact(Duration silence, Duration answering, boolean watching) {}
}
