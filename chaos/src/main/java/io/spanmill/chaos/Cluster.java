package io.spanmill.chaos;

import io.spanmill.embedded.BrokerNode;
import io.spanmill.embedded.BrokerProcess;
import io.spanmill.embedded.KafkaAccess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.Uuid;

/** Three brokers, each its own controller, in processes of their own. For one thread at a time. */
final class Cluster implements AutoCloseable {
  static final int BROKERS = 3;

  private static final int MOST_STARTS = 20;

  private final Path folder;
  private final List<BrokerNode> nodes;
  private final List<BrokerProcess> brokers = new ArrayList<>();
  private final String clusterId = Uuid.randomUuid().toString();

  private Cluster(Path folder) {
    this.folder = folder;
    this.nodes = BrokerNode.cluster(BROKERS);
  }

  /** Waits until all brokers are ready. */
  static Cluster start(Path folder) throws IOException {
    Cluster cluster = new Cluster(folder);
    try {
      for (int id = 1; id <= BROKERS; id++) {
        cluster.brokers.add(cluster.launch(id));
      }
      for (BrokerProcess broker : cluster.brokers) {
        broker.awaitReady();
      }
      return cluster;
    } catch (IOException failure) {
      cluster.close();
      throw failure;
    }
  }

  private BrokerProcess launch(int id) throws IOException {
    BrokerNode node = nodes.get(id - 1);
    Path log = folder.resolve("broker-" + id + ".log");
    return BrokerProcess.launch(folder.resolve("broker-" + id), node, clusterId, log);
  }

  /** How the application reaches it: it may do only what it is allowed to. */
  Map<String, String> guardedClient() {
    return nodes.get(0).guardedClient();
  }

  /** For the campaign itself, which may do everything. */
  KafkaAccess access() {
    return new KafkaAccess(nodes.get(0).bootstrapServers());
  }

  /** As {@code kill -9}. */
  void kill(int id) {
    brokers.get(id - 1).kill();
  }

  /** Starts brokers that were killed; waits until they are ready. */
  void restart(List<Integer> ids) throws IOException {
    for (int id : ids) {
      brokers.set(id - 1, launch(id));
    }
    for (int id : ids) {
      awaitReady(id);
    }
  }

  /** While a broker was away, somebody else on this machine may have taken its port. */
  private void awaitReady(int id) throws IOException {
    for (int start = 1; start < MOST_STARTS; start++) {
      try {
        brokers.get(id - 1).awaitReady();
        return;
      } catch (IOException ended) {
        brokers.set(id - 1, launch(id));
      }
    }
    brokers.get(id - 1).awaitReady();
  }

  /** Ends all at once: nothing of them is needed any more. */
  @Override
  public void close() {
    brokers.forEach(BrokerProcess::kill);
  }
}
