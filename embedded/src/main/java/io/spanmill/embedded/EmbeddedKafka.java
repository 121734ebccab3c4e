package io.spanmill.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * One Kafka broker, its own controller (KRaft), in this JVM, reachable over the loopback interface
 * only. Topics are not created by themselves; records of 16 MiB pass. What was written stays in the
 * directory: a later start there finds it, and listens on the same ports if they are still free, so
 * that clients find it again.
 *
 * <p>A broker that cannot go on (a full disk) ends the JVM with exit code 1, as Kafka does.
 */
public final class EmbeddedKafka implements AutoCloseable {
  private static final int ATTEMPTS = 10;
  private static final String PORTS = "ports";

  private final KafkaRaftServer server;
  private final BrokerPorts ports;
  private final DirectoryLock lock;
  private final AtomicBoolean closed = new AtomicBoolean();

  private EmbeddedKafka(KafkaRaftServer server, BrokerPorts ports, DirectoryLock lock) {
    this.server = server;
    this.ports = ports;
    this.lock = lock;
  }

  /**
   * Starts a broker; it is ready for clients on return.
   *
   * @param directory where the broker keeps its data; created if it is not there
   * @throws IOException if the directory cannot be used or the broker does not start
   */
  public static EmbeddedKafka start(Path directory) throws IOException {
    Files.createDirectories(directory);
    return start(directory, BrokerPorts.rememberedIn(directory.resolve(PORTS)));
  }

  /** As {@link #start(Path)}, open only to those it knows. */
  static EmbeddedKafka start(Path directory, BrokerSecurity security) throws IOException {
    Files.createDirectories(directory);
    BrokerPorts ports = BrokerPorts.rememberedIn(directory.resolve(PORTS));
    return start(directory, ports, security);
  }

  /** Begins with these ports, and takes others as long as somebody else has them. */
  static EmbeddedKafka start(Path directory, BrokerPorts first) throws IOException {
    return start(directory, first, BrokerSecurity.NONE);
  }

  private static EmbeddedKafka start(Path directory, BrokerPorts first, BrokerSecurity security)
      throws IOException {
    DirectoryLock lock = DirectoryLock.take(directory);
    try {
      return start(directory, first, security, lock);
    } catch (IOException | RuntimeException failure) {
      lock.close();
      throw failure;
    }
  }

  private static EmbeddedKafka start(
      Path directory, BrokerPorts first, BrokerSecurity security, DirectoryLock lock)
      throws IOException {
    BrokerSettings.silenceLog();
    Path data = Files.createDirectories(directory.resolve("broker"));
    format(data, BrokerNode.alone(first), Uuid.randomUuid().toString(), security);
    BrokerPorts ports = first;
    for (int attempt = 1; ; attempt++) {
      try {
        KafkaRaftServer server =
            startServer(security.over(BrokerSettings.of(data, BrokerNode.alone(ports))));
        ports.rememberIn(directory.resolve(PORTS));
        return new EmbeddedKafka(server, ports, lock);
      } catch (StartFailedException failure) {
        if (attempt == ATTEMPTS || ports.areFree()) {
          throw new IOException("embedded Kafka did not start in " + directory, failure);
        }
        ports = BrokerPorts.pick();
      }
    }
  }

  /**
   * Starts one broker of a cluster of several processes; returns when it has joined the others, so
   * that they have to be started at the same time.
   *
   * @param clusterId the same for all, as {@link Uuid#toString} spells it
   */
  static EmbeddedKafka join(Path directory, BrokerNode node, String clusterId) throws IOException {
    BrokerSettings.silenceLog();
    Path data = Files.createDirectories(directory.resolve("broker"));
    DirectoryLock lock = DirectoryLock.take(directory);
    try {
      format(data, node, clusterId, BrokerSecurity.NONE);
      return new EmbeddedKafka(startServer(BrokerSettings.of(data, node)), node.ports(), lock);
    } catch (IOException | RuntimeException failure) {
      lock.close();
      throw failure;
    } catch (StartFailedException failure) {
      lock.close();
      throw new IOException("broker " + node.id() + " did not start in " + directory, failure);
    }
  }

  /** For the client property {@code bootstrap.servers}. */
  public String bootstrapServers() {
    return ports.bootstrapServers();
  }

  /** Stops the broker and waits until it has stopped. A second call does nothing. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      server.shutdown();
      server.awaitShutdown();
      lock.close();
    }
  }

  private static void format(Path data, BrokerNode node, String clusterId, BrokerSecurity security)
      throws IOException {
    if (Files.exists(data.resolve("meta.properties"))) {
      return;
    }
    try {
      new Formatter()
          .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, "UTF-8"))
          .setClusterId(clusterId)
          .setNodeId(node.id())
          .addDirectory(data.toString())
          .setMetadataLogDirectory(data.toString())
          .setControllerListenerName(BrokerSettings.CONTROLLER)
          .setReleaseVersion(MetadataVersion.latestProduction())
          .setUnstableFeatureVersionsEnabled(false)
          .setIgnoreFormatted(true)
          .setHasDynamicQuorum(false)
          .setScramArguments(security.credentials())
          .run();
    } catch (Exception e) {
      throw new IOException("cannot prepare " + data + " for Kafka", e);
    }
  }

  /**
   * Kafka answers a failed start, a port in use for example, by ending the JVM; while it starts, an
   * exception is thrown instead. These procedures are global, hence the lock.
   */
  private static synchronized KafkaRaftServer startServer(Properties settings)
      throws StartFailedException {
    Exit.setExitProcedure(EmbeddedKafka::refuseToExit);
    Exit.setHaltProcedure(EmbeddedKafka::refuseToExit);
    try {
      KafkaRaftServer server =
          new KafkaRaftServer(KafkaConfig.fromProps(settings, false), Time.SYSTEM);
      startOrShutDown(server);
      return server;
    } finally {
      Exit.resetExitProcedure();
      Exit.resetHaltProcedure();
    }
  }

  private static void startOrShutDown(KafkaRaftServer server) throws StartFailedException {
    try {
      server.startup();
    } catch (RuntimeException failure) {
      try {
        server.shutdown();
      } catch (RuntimeException second) {
        failure.addSuppressed(second);
      }
      throw new StartFailedException(failure);
    }
  }

  private static void refuseToExit(int status, String message) {
    throw new IllegalStateException("Kafka wanted to exit with " + status + ": " + message);
  }

  private static final class StartFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    StartFailedException(RuntimeException cause) {
      super(cause);
    }
  }
}
