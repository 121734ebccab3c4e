package io.spanmill.topology;

import io.spanmill.topology.Assemblies.Assembly;
import io.spanmill.topology.Assemblies.Stage;
import io.spanmill.topology.Vitals.Contact;
import io.spanmill.topology.Vitals.Pulse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.streams.KafkaStreams;
import org.jspecify.annotations.Nullable;

/**
 * Whether a pipeline is well, and if not, what is wrong, in words for people.
 *
 * @param wrong empty if it is well
 */
record Health(List<String> wrong) {
  /**
   * A thread that has not asked for records for so long is stuck, unless it is restoring or waits
   * for a Kafka that does not answer: to be started again would help with neither.
   */
  static final Duration STUCK = Duration.ofMinutes(2);

  /** Kafka may be silent for so long, as when its leader changes, before that counts. */
  static final Duration SILENCE = Duration.ofSeconds(30);

  /** So many partitions are named, and the others counted. */
  private static final int NAMED = 3;

  Health {
    wrong = List.copyOf(wrong);
  }

  boolean isWell() {
    return wrong.isEmpty();
  }

  /** Whether the process does its work; if not, only another process will. */
  static Health live(Vitals vitals) {
    List<String> wrong = new ArrayList<>();
    if (vitals.failure() != null) {
      wrong.add("the pipeline has failed: " + vitals.failure());
    }
    for (Pulse thread : vitals.threads()) {
      if (thread.state().equals("DEAD") && !vitals.closing()) {
        wrong.add(thread.name() + " is dead");
      } else if (isStuck(thread, vitals)) {
        wrong.add(
            thread.name()
                + " is stuck: it has not asked for records for "
                + seconds(thread.sincePoll()));
      }
    }
    if (vitals.kafka() != null && !vitals.kafka().watching() && !vitals.closing()) {
      wrong.add("nobody looks at the input any more: time does not go on in silent sources");
    }
    return new Health(wrong);
  }

  private static boolean isStuck(Pulse thread, Vitals vitals) {
    boolean restoring =
        vitals.assemblies().values().stream().anyMatch(one -> one.stage() == Stage.RESTORING);
    return thread.sincePoll().compareTo(STUCK) > 0 && !restoring && isAnswering(vitals.kafka());
  }

  private static boolean isAnswering(@Nullable Contact kafka) {
    return kafka == null
        || (kafka.silence().compareTo(SILENCE) <= 0 && kafka.answering().compareTo(STUCK) > 0);
  }

  /**
   * Whether it keeps up: it runs, knows again what it knew, and is not far behind. An instance
   * without partitions is ready: it has nothing to catch up with, and waits to take over.
   *
   * @param lag how far behind it may be; zero: as far as it likes
   */
  static Health ready(Vitals vitals, Duration lag) {
    List<String> wrong = new ArrayList<>(live(vitals).wrong());
    if (vitals.closing()) {
      wrong.add("it is shutting down");
    } else if (!vitals.hasRun()) {
      wrong.add("it is starting: Kafka Streams is " + vitals.state());
    } else if (!isAtWork(vitals.state())) {
      wrong.add("it does not run: Kafka Streams is " + vitals.state());
    }
    Contact kafka = vitals.kafka();
    if (kafka != null && kafka.silence().compareTo(SILENCE) > 0) {
      wrong.add("Kafka has not answered for " + seconds(kafka.silence()));
    }
    addUnrestored(vitals, wrong);
    if (!lag.isZero()) {
      addLagging(vitals, lag, wrong);
    }
    return new Health(wrong);
  }

  /** A rebalance is no reason: what moves is restored, and that is looked at below. */
  private static boolean isAtWork(KafkaStreams.State state) {
    return state == KafkaStreams.State.RUNNING || state == KafkaStreams.State.REBALANCING;
  }

  private static void addUnrestored(Vitals vitals, List<String> wrong) {
    List<String> partitions = new ArrayList<>();
    vitals
        .assemblies()
        .forEach(
            (partition, assembly) -> {
              if (assembly.stage() != Stage.RESTORED) {
                partitions.add("partition " + partition + " of the spans " + told(assembly));
              }
            });
    addFirst(partitions, wrong);
  }

  private static String told(Assembly assembly) {
    return assembly.stage() == Stage.WAITING
        ? "waits for its first record, to restore what it knew"
        : "is being restored: "
            + assembly.replay().read()
            + " of "
            + assembly.replay().wanted()
            + " offsets are read";
  }

  private static void addLagging(Vitals vitals, Duration lag, List<String> wrong) {
    List<String> partitions = new ArrayList<>();
    vitals
        .lagSeconds()
        .forEach(
            (partition, seconds) -> {
              if (Double.isNaN(seconds)) {
                partitions.add(partition + ": it is not known yet how far behind it is");
              } else if (seconds > lag.toSeconds()) {
                partitions.add(
                    String.format(
                        Locale.ROOT,
                        "%s is %.0f s behind (http.ready_lag: %s)",
                        partition,
                        seconds,
                        seconds(lag)));
              }
            });
    addFirst(partitions, wrong);
  }

  private static void addFirst(List<String> some, List<String> wrong) {
    wrong.addAll(some.subList(0, Math.min(NAMED, some.size())));
    if (some.size() > NAMED) {
      wrong.add("… and " + (some.size() - NAMED) + " more");
    }
  }

  private static String seconds(Duration duration) {
    return duration.toSeconds() + " s";
  }
}
