package io.spanmill.embedded;

import io.spanmill.topology.logging.Logs;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;

/** How our brokers differ from Kafka's defaults: few of them, few threads, little memory. */
final class BrokerSettings {
  static final String CONTROLLER = "CONTROLLER";
  static final String CLIENTS = "PLAINTEXT";
  private static final String GUARDED = "GUARDED";

  /** A record of 16 MiB, and room for the batch around it. */
  private static final int MAX_BATCH_BYTES = 20 << 20;

  /**
   * Loggers that only a broker has, and the one of the connections, which warns at every shutdown
   * of a broker.
   */
  private static final List<String> BROKER_LOGGERS =
      List.of(
          "kafka",
          "state.change.logger",
          "org.apache.kafka.clients.NetworkClient",
          "org.apache.kafka.common.config",
          "org.apache.kafka.common.utils.AppInfoParser",
          "org.apache.kafka.config",
          "org.apache.kafka.controller",
          "org.apache.kafka.coordinator",
          "org.apache.kafka.image",
          "org.apache.kafka.metadata",
          "org.apache.kafka.queue",
          "org.apache.kafka.raft",
          "org.apache.kafka.server",
          "org.apache.kafka.snapshot",
          "org.apache.kafka.storage",
          "org.apache.kafka.timeline");

  private BrokerSettings() {}

  static Properties of(Path data, BrokerNode node) {
    Properties settings = new Properties();
    identity(settings, data, node);
    if (node.isGuarded()) {
      guard(settings, node);
    }
    replicas(settings, node.cluster().size());
    if (node.cluster().size() == 1) {
      quickToNotice(settings);
    }
    smallFootprint(settings);
    replayedData(settings);
    return settings;
  }

  /**
   * Lets a broker log errors only, and log4j's API, which one class of the broker asks for, do
   * without log4j. That reads its property when it is loaded, so this comes before the broker's
   * classes are.
   */
  static void silenceLog() {
    BROKER_LOGGERS.forEach(Logs::quieten);
    // A producer's first append may overtake the news of its transaction: it is tried again.
    Logs.silence("kafka.server.ReplicaManager");
    // The state of an embedded run lives in a temporary folder, and is meant to.
    Logs.quieten("org.apache.kafka.streams.processor.internals.StateDirectory");
    String property = "log4j.provider";
    if (System.getProperty(property) == null) {
      System.setProperty(property, "org.apache.logging.log4j.simple.internal.SimpleProvider");
    }
  }

  private static void identity(Properties settings, Path data, BrokerNode node) {
    BrokerPorts ports = node.ports();
    String controller = BrokerPorts.HOST + ":" + ports.controller();
    settings.put("process.roles", "broker,controller");
    settings.put("node.id", "" + node.id());
    settings.put("controller.quorum.voters", node.voters());
    settings.put("controller.listener.names", CONTROLLER);
    settings.put("inter.broker.listener.name", CLIENTS);
    settings.put(
        "listeners",
        CLIENTS + "://" + ports.bootstrapServers() + "," + CONTROLLER + "://" + controller);
    settings.put("advertised.listeners", CLIENTS + "://" + ports.bootstrapServers());
    settings.put(
        "listener.security.protocol.map", CLIENTS + ":PLAINTEXT," + CONTROLLER + ":PLAINTEXT");
    settings.put("log.dirs", data.toString());
    settings.put("auto.create.topics.enable", "false");
  }

  /** One more listener, whose clients are known by name and need leave for all they do. */
  private static void guard(Properties settings, BrokerNode node) {
    String listener = "," + GUARDED + "://" + BrokerPorts.HOST + ":" + node.guardedPort();
    settings.merge("listeners", listener, BrokerSettings::joined);
    settings.merge("advertised.listeners", listener, BrokerSettings::joined);
    settings.merge(
        "listener.security.protocol.map",
        "," + GUARDED + ":SASL_PLAINTEXT",
        BrokerSettings::joined);
    settings.put("sasl.enabled.mechanisms", "PLAIN");
    settings.put("listener.name.guarded.plain.sasl.jaas.config", BrokerNode.guardedUsers());
    settings.put(
        "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
    settings.put("super.users", "User:ANONYMOUS");
  }

  private static Object joined(Object some, Object more) {
    return some.toString() + more;
  }

  /** A copy on each of up to three brokers; of three, two must have what is acknowledged. */
  private static void replicas(Properties settings, int brokers) {
    String copies = "" + Math.min(3, brokers);
    String inSync = brokers < 3 ? "1" : "2";
    settings.put("default.replication.factor", copies);
    settings.put("min.insync.replicas", inSync);
    settings.put("offsets.topic.replication.factor", copies);
    settings.put("transaction.state.log.replication.factor", copies);
    settings.put("transaction.state.log.min.isr", inSync);
    settings.put("share.coordinator.state.topic.replication.factor", copies);
    settings.put("share.coordinator.state.topic.min.isr", inSync);
    settings.put("group.initial.rebalance.delay.ms", "0");
  }

  /** Where nobody could take over from the broker, nobody gains by waiting for who has gone. */
  private static void quickToNotice(Properties settings) {
    settings.put("broker.session.timeout.ms", "6000");
    settings.put("broker.heartbeat.interval.ms", "500");
    settings.put("group.min.session.timeout.ms", "1000");
    settings.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");
  }

  private static void smallFootprint(Properties settings) {
    settings.put("num.network.threads", "2");
    settings.put("num.io.threads", "2");
    settings.put("background.threads", "2");
    settings.put("offsets.topic.num.partitions", "4");
    settings.put("transaction.state.log.num.partitions", "4");
    settings.put("share.coordinator.state.topic.num.partitions", "1");
    settings.put("log.cleaner.dedupe.buffer.size", "" + (2 << 20));
    settings.put("log.index.size.max.bytes", "" + (1 << 20));
    settings.put("message.max.bytes", "" + MAX_BATCH_BYTES);
    settings.put("replica.fetch.max.bytes", "" + MAX_BATCH_BYTES);
    settings.put("socket.request.max.bytes", "" + 5 * MAX_BATCH_BYTES);
  }

  /** Records carry the times of a capture, which may be of any year: none is too old or too new. */
  private static void replayedData(Properties settings) {
    settings.put("log.retention.ms", "-1");
    settings.put("log.message.timestamp.before.max.ms", "" + Long.MAX_VALUE);
    settings.put("log.message.timestamp.after.max.ms", "" + Long.MAX_VALUE);
  }
}
