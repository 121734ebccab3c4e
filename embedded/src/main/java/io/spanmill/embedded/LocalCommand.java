package io.spanmill.embedded;

import io.spanmill.topology.cli.Command;
import io.spanmill.topology.cli.ConfigOption;
import io.spanmill.topology.cli.Surroundings;
import io.spanmill.topology.config.ConfigException;
import io.spanmill.topology.config.PipelineConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;

/** Files in, files out, by way of a Kafka that lives only meanwhile. */
@CommandLine.Command(
    name = "local",
    header = "Run the pipeline on files: files in, files out, then end.",
    description = {
      "Starts a Kafka of its own in this process, feeds it the requests in the order of their",
      "arrival, and writes what comes out. Nothing is left behind but DIR.",
      "",
      "FILE is a file or a folder: .otlpbin .otlpjsonbin .binpb (4-byte big-endian length, then an",
      "OTLP request, again and again) or .jsonl .json (one OTLP/JSON request per line), each also",
      "with .zst or .gz.",
      "",
      "DIR gets traces.binpb, decisions.jsonl, red.jsonl, edges.jsonl, errors.jsonl,",
      "critical_path.jsonl,",
      "dead_letters.jsonl and summary.json.",
      ""
    })
public final class LocalCommand implements Command {
  @CommandLine.Mixin private final ConfigOption config = new ConfigOption();

  @CommandLine.Option(
      names = {"-i", "--input"},
      paramLabel = "FILE",
      arity = "1..*",
      required = true,
      description = "What to read.")
  private List<Path> input = new ArrayList<>();

  @CommandLine.Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      required = true,
      description = "Where to write; made if it is not there.")
  private Path output = Path.of("");

  @Override
  public int run(Surroundings surroundings) throws Exception {
    PipelineConfig pipeline = config.load(surroundings).config();
    try (RequestFiles files = RequestFiles.open(input, System::currentTimeMillis)) {
      LocalRun.Summary summary = new LocalRun(pipeline, surroundings).run(files, output);
      summary.print(surroundings.out());
      return DONE;
    } catch (InputException wrong) {
      throw new ConfigException(String.valueOf(wrong.getMessage()));
    }
  }
}
