package io.spanmill.embedded;

import io.spanmill.embedded.registry.EmbeddedRegistry;
import io.spanmill.topology.cli.Command;
import io.spanmill.topology.cli.Surroundings;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;

/** Runs a schema registry to try things out with. */
@CommandLine.Command(
    name = "registry",
    header = "Run a small schema registry, to try Avro out.",
    description = {
      "Answers on this machine only, as Confluent's registry does, to whatever writes and reads",
      "Avro; goes on until it is told to stop. Schemas keep their ids from one run to the next.",
      ""
    })
public final class RegistryCommand implements Command {
  @CommandLine.Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Where it listens (default: ${DEFAULT-VALUE}).")
  private int port = 8081;

  @CommandLine.Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "Where it keeps its schemas (default: ${DEFAULT-VALUE}).")
  private Path directory = Path.of("state", "registry");

  @Override
  public int run(Surroundings surroundings) throws Exception {
    InetSocketAddress address = new InetSocketAddress(BrokerPorts.loopback(), port);
    try (EmbeddedRegistry registry = EmbeddedRegistry.start(directory, address)) {
      surroundings.out().printf("schema.registry.url: %s%n", registry.url());
      surroundings.out().flush();
      new CountDownLatch(1).await(); // every schema is on the disk before it is answered for
      return DONE;
    }
  }
}
