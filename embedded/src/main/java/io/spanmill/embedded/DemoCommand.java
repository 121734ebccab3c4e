package io.spanmill.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spanmill.receiver.ListenAddress;
import io.spanmill.topology.cli.Command;
import io.spanmill.topology.cli.ConfigOption;
import io.spanmill.topology.cli.Surroundings;
import io.spanmill.topology.cli.TypedDuration;
import io.spanmill.topology.config.PipelineConfig;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** Shows what the pipeline does, on data of its own. */
@CommandLine.Command(
    name = "demo",
    header = "See it work: the traffic of a small shop, and what is found in it.",
    description = {
      "Starts a Kafka and the pipeline in this process, replays the traffic of a shop",
      "of eight services in four languages in real time, and shows what comes out of",
      "the output topics. Nothing is left behind. With --listen it shows what your own",
      "applications send instead: set their OTEL_EXPORTER_OTLP_ENDPOINT to",
      "http://127.0.0.1:4318, for gRPC as for HTTP.",
      "",
      "With neither --config nor ./spanmill.yaml, traces close a little sooner than",
      "they do by default.",
      ""
    })
public final class DemoCommand implements Command {
  private static final String STANDARD = "demo.yaml";
  private static final String LISTEN = "127.0.0.1:4318";

  @CommandLine.Mixin private final ConfigOption config = new ConfigOption();

  @CommandLine.Option(
      names = "--for",
      paramLabel = "DURATION",
      converter = TypedDuration.class,
      description = "End after so much time, e.g. 60s (default: at Ctrl-C).")
  private @Nullable Duration length;

  @CommandLine.Option(
      names = "--listen",
      paramLabel = "HOST:PORT",
      arity = "0..1",
      fallbackValue = LISTEN,
      converter = TypedAddress.class,
      description = "Receive OTLP there, by default at " + LISTEN + ", in place of the shop's.")
  private @Nullable ListenAddress listen;

  @Override
  public int run(Surroundings surroundings) throws Exception {
    PipelineConfig pipeline = config.loadOr(STANDARD, standard(), surroundings).config();
    new DemoRun(pipeline, surroundings, length, listen).run();
    return DONE;
  }

  private static String standard() throws IOException {
    try (InputStream stream = DemoCommand.class.getResourceAsStream(STANDARD)) {
      if (stream == null) {
        throw new FileNotFoundException(STANDARD);
      }
      return new String(stream.readAllBytes(), UTF_8);
    }
  }
}
