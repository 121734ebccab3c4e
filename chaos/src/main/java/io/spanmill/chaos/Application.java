package io.spanmill.chaos;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How the application is configured in a campaign.
 *
 * <p>What is kept must not depend on which spans of a trace were seen, nor on when they came: the
 * policies go by the trace id, and by what every span says. Traces linger for longer than a fault
 * can hold up a request, since what comes later cannot be linked any more, by design.
 *
 * @param client how Kafka is reached
 * @param guarantee as the configuration spells it
 * @param input what comes
 */
record Application(Map<String, String> client, String guarantee, InputKind input) {
  static final String NAME = "spanmill";
  static final String INPUT = "otlp_spans";

  /** No fault takes as long as this to be over for a producer. */
  static final Duration LINGER = Duration.ofMinutes(2);

  static final Duration SESSION = Duration.ofSeconds(6);
  static final Duration TRANSACTION = Duration.ofSeconds(10);
  static final int PARTITIONS = 4;

  static final List<String> JVM_OPTIONS = List.of("-Xmx320m");

  /** The topic that traces are put together from. */
  String assembled() {
    return input.isByTrace() ? INPUT : NAME + "-spans";
  }

  /** How the name of the topic ends that all assemblers read and that is nobody's input. */
  String ordersSuffix() {
    return input.isByTrace() ? "-orders" : "-spans";
  }

  private String switches() {
    return input.isByTrace() ? ", partitioned_by: trace_id" : "";
  }

  private String clientLines() {
    StringBuilder lines = new StringBuilder();
    client.forEach((key, value) -> lines.append("  " + key + ": '" + value + "'\n"));
    return lines.toString();
  }

  /** A configuration file. */
  String config(String instance, Path stateDir) {
    return String.join(
        "\n",
        "name: " + NAME,
        "instance: " + instance,
        "state_dir: '" + stateDir + "'",
        "partitions: " + PARTITIONS,
        "guarantee: " + guarantee,
        "http: { listen: '127.0.0.1:0' }",
        "logging: { kafka_level: info }",
        "input: { topics: [" + INPUT + "]" + switches() + " }",
        "kafka:",
        clientLines(),
        "  session.timeout.ms: " + SESSION.toMillis(),
        "  heartbeat.interval.ms: 1000",
        "  commit.interval.ms: 300",
        "  metadata.max.age.ms: 5000",
        "  transaction.timeout.ms: " + TRANSACTION.toMillis(),
        "assembly:",
        "  { settle: 1s, idle: 5s, max_age: 20s, linger: " + LINGER.toSeconds() + "s,",
        "    remember: 30m, memory: 128MiB }",
        "sampling:",
        "  policies:",
        "    - { name: some, type: probabilistic, probabilistic: { sampling_percentage: 30 } }",
        "    - { name: gold, type: string_attribute,",
        "        string_attribute: { key: "
            + TraceMaker.TIER
            + ", values: ["
            + TraceMaker.KEPT_TIER
            + "] } }",
        "red: { window: 10s, dimensions: [] }",
        "edges: { window: 10s }",
        "");
  }
}
