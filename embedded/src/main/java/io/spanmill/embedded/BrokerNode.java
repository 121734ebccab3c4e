package io.spanmill.embedded;

import java.util.ArrayList;
import java.util.List;

/**
 * A broker, its own controller, among those of its cluster.
 *
 * @param id counted from 1
 * @param cluster the ports of all, in the order of their ids
 */
public record BrokerNode(int id, List<BrokerPorts> cluster) {
  public BrokerNode {
    cluster = List.copyOf(cluster);
  }

  static BrokerNode alone(BrokerPorts ports) {
    return new BrokerNode(1, List.of(ports));
  }

  /** The brokers of a new cluster, on ports that are free now. */
  public static List<BrokerNode> cluster(int size) {
    List<BrokerPorts> ports = new ArrayList<>();
    while (ports.size() < size) {
      BrokerPorts next = BrokerPorts.pick();
      if (ports.stream().noneMatch(next::shares)) {
        ports.add(next);
      }
    }
    List<BrokerNode> nodes = new ArrayList<>();
    for (int id = 1; id <= size; id++) {
      nodes.add(new BrokerNode(id, ports));
    }
    return nodes;
  }

  BrokerPorts ports() {
    return cluster.get(id - 1);
  }

  /** For the client property {@code bootstrap.servers}: all of the cluster. */
  public String bootstrapServers() {
    return String.join(",", cluster.stream().map(BrokerPorts::bootstrapServers).toList());
  }

  /** For {@code controller.quorum.voters}. */
  String voters() {
    List<String> voters = new ArrayList<>();
    for (int i = 0; i < cluster.size(); i++) {
      voters.add((i + 1) + "@" + BrokerPorts.HOST + ":" + cluster.get(i).controller());
    }
    return String.join(",", voters);
  }

  /** As words, for a command line. */
  List<String> words() {
    List<String> words = new ArrayList<>();
    words.add("" + id);
    for (BrokerPorts ports : cluster) {
      words.add(ports.broker() + ":" + ports.controller());
    }
    return words;
  }

  static BrokerNode ofWords(List<String> words) {
    List<BrokerPorts> cluster = new ArrayList<>();
    for (String ports : words.subList(1, words.size())) {
      String[] both = ports.split(":", 2);
      cluster.add(new BrokerPorts(Integer.parseInt(both[0]), Integer.parseInt(both[1])));
    }
    return new BrokerNode(Integer.parseInt(words.get(0)), cluster);
  }
}
