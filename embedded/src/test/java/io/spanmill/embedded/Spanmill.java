package io.spanmill.embedded;

import io.spanmill.topology.cli.Main;
import io.spanmill.topology.cli.Surroundings;
import io.spanmill.topology.config.ConfigReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The program, with a folder of its own. */
final class Spanmill {
  private static final long HEAP = 2L << 30;

  /** What came of a command. */
  record Answer(int code, String out, String err) {}

  private final Path folder;

  Spanmill(Path folder) {
    this.folder = folder;
  }

  static Answer type(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = Main.execute(surroundings(out, err), args);
    return new Answer(code, out.toString(), err.toString());
  }

  /** Runs {@code local} as it is typed. */
  LocalOutput local(String run, String config, List<Path> input) throws IOException {
    Path output = folder.resolve(run);
    List<String> args = new ArrayList<>(List.of("local", "--config", file(run, config).toString()));
    args.addAll(List.of("--output", output.toString(), "--input"));
    input.forEach(path -> args.add(path.toString()));
    Answer answer = type(args.toArray(new String[0]));
    if (answer.code() != 0) {
      throw new IOException(run + ": exit " + answer.code() + ": " + answer.err());
    }
    return new LocalOutput(output);
  }

  /** Runs {@code local} on requests that come at the times they say. */
  LocalOutput replay(String run, String config, RequestStream input) throws Exception {
    ConfigReader reader = new ConfigReader(Map.of(), "host", HEAP);
    Surroundings surroundings = surroundings(new StringWriter(), new StringWriter());
    Path output = folder.resolve(run);
    new LocalRun(reader.read(file(run, config)).config(), surroundings).run(input, output);
    return new LocalOutput(output);
  }

  private Path file(String run, String config) throws IOException {
    return Files.writeString(folder.resolve(run + ".yaml"), config);
  }

  private static Surroundings surroundings(StringWriter out, StringWriter err) {
    return new Surroundings(
        new PrintWriter(out), new PrintWriter(err), Map.of(), "host", HEAP, false);
  }
}
