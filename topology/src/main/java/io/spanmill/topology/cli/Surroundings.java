package io.spanmill.topology.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The world outside of a command, so that a test can be that world.
 *
 * @param out results, in UTF-8
 * @param err notes and errors
 * @param hostName of this machine
 * @param maxHeapBytes that this process may use
 * @param terminal whether {@code out} is a terminal that can be redrawn
 */
public record Surroundings(
    PrintWriter out,
    PrintWriter err,
    Map<String, String> environment,
    String hostName,
    long maxHeapBytes,
    boolean terminal) {

  /** The process's own. */
  static Surroundings ofProcess() {
    Map<String, String> environment = System.getenv();
    return new Surroundings(
        writer(FileDescriptor.out),
        writer(FileDescriptor.err),
        environment,
        hostName(environment),
        Runtime.getRuntime().maxMemory(),
        Boolean.getBoolean("spanmill.terminal"));
  }

  private static PrintWriter writer(FileDescriptor descriptor) {
    FileOutputStream bytes = new FileOutputStream(descriptor);
    return new PrintWriter(new OutputStreamWriter(bytes, StandardCharsets.UTF_8), true);
  }

  /** {@code HOSTNAME} first: in a container it is the name that stays. */
  private static String hostName(Map<String, String> environment) {
    String exported = environment.getOrDefault("HOSTNAME", "");
    if (!exported.isEmpty()) {
      return exported;
    }
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException nameless) {
      return "localhost";
    }
  }
}
