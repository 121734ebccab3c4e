package io.spanmill.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Where a fuzzer begins: what the repository has already, as inputs of each target. */
public final class Seeds {
  private static final byte[] HALF = {0, (byte) 0x80, 0, 0, 0, 0, 0, 0};

  private Seeds() {}

  /** Writes the seeds of a target into a folder: {@code REPOSITORY TARGET FOLDER}. */
  public static void main(String[] arguments) throws IOException {
    List<byte[]> seeds = new Seeds.Of(Path.of(arguments[0])).target(arguments[1]);
    Path folder = Files.createDirectories(Path.of(arguments[2]));
    for (int i = 0; i < seeds.size(); i++) {
      Files.write(folder.resolve("seed-" + i), seeds.get(i));
    }
  }

  private record Of(Path repository) {
    List<byte[]> target(String name) {
      return switch (name) {
        case "ProtobufRequests" ->
            List.of(Requests.small().toByteArray(), Requests.full().toByteArray());
        case "TraceStates" -> traceStates();
        default -> throw new IllegalArgumentException("no target is named " + name);
      };
    }

    private List<byte[]> traceStates() {
      List<byte[]> seeds = new ArrayList<>();
      for (String line : lines("serdes/src/test/resources/vectors/tracestate_parse.tsv")) {
        String[] columns = line.split("\t", 4);
        if (columns[2].startsWith("\"")) {
          String text = columns[2].substring(1, columns[2].length() - 1);
          seeds.add(joined(HALF, (columns[1].equals("ot") ? "ot=" + text : text).getBytes(UTF_8)));
        }
      }
      return seeds;
    }

    private List<String> lines(String file) {
      try {
        return Files.readAllLines(repository.resolve(file));
      } catch (IOException unreadable) {
        throw new UncheckedIOException(unreadable);
      }
    }
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] joined = new byte[first.length + second.length];
    System.arraycopy(first, 0, joined, 0, first.length);
    System.arraycopy(second, 0, joined, first.length, second.length);
    return joined;
  }
}
