package io.spanmill.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The two loopback ports of a broker. They lie below 32768, where Linux begins to give ports to
 * outgoing connections: one of those could otherwise take a port between our look and our use.
 */
public record BrokerPorts(int broker, int controller) {
  static final String HOST = "127.0.0.1";
  private static final int LOWEST = 20_000;
  private static final int BEHIND_HIGHEST = 32_000;

  /** The ports of the last start, if they were written down and are free; else new ones. */
  static BrokerPorts rememberedIn(Path file) throws IOException {
    if (!Files.exists(file)) {
      return pick();
    }
    String[] words = Files.readString(file).trim().split(" ", 2);
    BrokerPorts last = new BrokerPorts(Integer.parseInt(words[0]), Integer.parseInt(words[1]));
    return last.areFree() ? last : pick();
  }

  void rememberIn(Path file) throws IOException {
    Files.writeString(file, broker + " " + controller + "\n");
  }

  /** Two different ports that are free now. */
  static BrokerPorts pick() {
    while (true) {
      BrokerPorts candidate = new BrokerPorts(anyPort(), anyPort());
      if (candidate.broker != candidate.controller && candidate.areFree()) {
        return candidate;
      }
    }
  }

  boolean shares(BrokerPorts other) {
    return broker == other.broker
        || broker == other.controller
        || controller == other.broker
        || controller == other.controller;
  }

  boolean areFree() {
    return isFree(broker) && isFree(controller);
  }

  String bootstrapServers() {
    return HOST + ":" + broker;
  }

  static InetAddress loopback() throws IOException {
    return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
  }

  private static int anyPort() {
    return ThreadLocalRandom.current().nextInt(LOWEST, BEHIND_HIGHEST);
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, loopback())) {
      return socket.isBound();
    } catch (IOException inUse) {
      return false;
    }
  }
}
