package io.spanmill.embedded;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A broker, its own controller, among those of its cluster.
 *
 * @param id counted from 1
 * @param cluster the ports of all, in the order of their ids
 * @param guarded for each a port whose clients have to say who they are, and may do only what they
 *     are allowed to; none if there is no such port. At the others everybody may do everything.
 */
public record BrokerNode(int id, List<BrokerPorts> cluster, List<Integer> guarded) {
  /** Who comes by a guarded port, to be named in access control lists. */
  public static final String GUARDED_PRINCIPAL = "User:spanmill";

  private static final String LOGIN =
      "org.apache.kafka.common.security.plain.PlainLoginModule required";

  public BrokerNode {
    cluster = List.copyOf(cluster);
    guarded = List.copyOf(guarded);
  }

  static BrokerNode alone(BrokerPorts ports) {
    return new BrokerNode(1, List.of(ports), List.of());
  }

  /** The brokers of a new cluster, with guarded ports, on ports that are free now. */
  public static List<BrokerNode> cluster(int size) {
    List<BrokerPorts> ports = new ArrayList<>();
    while (ports.size() < 2 * size) {
      BrokerPorts next = BrokerPorts.pick();
      if (ports.stream().noneMatch(next::shares)) {
        ports.add(next);
      }
    }
    List<Integer> guarded =
        ports.subList(size, 2 * size).stream().map(BrokerPorts::broker).toList();
    List<BrokerNode> nodes = new ArrayList<>();
    for (int id = 1; id <= size; id++) {
      nodes.add(new BrokerNode(id, ports.subList(0, size), guarded));
    }
    return nodes;
  }

  BrokerPorts ports() {
    return cluster.get(id - 1);
  }

  boolean isGuarded() {
    return !guarded.isEmpty();
  }

  int guardedPort() {
    return guarded.get(id - 1);
  }

  /** For the client property {@code bootstrap.servers}: all of the cluster. */
  public String bootstrapServers() {
    return String.join(",", cluster.stream().map(BrokerPorts::bootstrapServers).toList());
  }

  /** What a client has to set that comes by the guarded ports. */
  public Map<String, String> guardedClient() {
    List<String> servers = guarded.stream().map(port -> BrokerPorts.HOST + ":" + port).toList();
    return Map.of(
        "bootstrap.servers",
        String.join(",", servers),
        "security.protocol",
        "SASL_PLAINTEXT",
        "sasl.mechanism",
        "PLAIN",
        "sasl.jaas.config",
        LOGIN + " username=\"spanmill\" password=\"spanmill\";");
  }

  /** What a broker has to know of those who come by its guarded port. */
  static String guardedUsers() {
    return LOGIN + " user_spanmill=\"spanmill\";";
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
    for (int i = 0; i < cluster.size(); i++) {
      BrokerPorts ports = cluster.get(i);
      words.add(ports.broker() + ":" + ports.controller() + ":" + guarded.get(i));
    }
    return words;
  }

  static BrokerNode ofWords(List<String> words) {
    List<BrokerPorts> cluster = new ArrayList<>();
    List<Integer> guarded = new ArrayList<>();
    for (String ports : words.subList(1, words.size())) {
      String[] all = ports.split(":", 3);
      cluster.add(new BrokerPorts(Integer.parseInt(all[0]), Integer.parseInt(all[1])));
      guarded.add(Integer.parseInt(all[2]));
    }
    return new BrokerNode(Integer.parseInt(words.get(0)), cluster, guarded);
  }
}
