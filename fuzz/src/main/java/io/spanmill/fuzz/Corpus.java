package io.spanmill.fuzz;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * The inputs of a target that a fuzzer has kept, in one file of {@code fuzz/corpus}: compressed,
 * each behind its length (4 bytes, big-endian), in the order of their bytes, so that the same
 * inputs make the same file. Inputs are small and alike: one by one, as in a zip, they would take
 * ten times as much.
 */
public final class Corpus {
  private Corpus() {}

  /** Keeps the files of a folder, and nothing else: {@code REPOSITORY TARGET FOLDER}. */
  public static void main(String[] arguments) throws IOException {
    write(file(Path.of(arguments[0]), arguments[1]), contents(Path.of(arguments[2])));
  }

  /** Of a target that has none, it is empty. */
  static List<byte[]> of(Path repository, String target) throws IOException {
    Path file = file(repository, target);
    return Files.exists(file) ? read(file) : List.of();
  }

  private static Path file(Path repository, String target) {
    return repository.resolve("fuzz/corpus").resolve(target + ".gz");
  }

  private static List<byte[]> contents(Path folder) throws IOException {
    List<byte[]> contents = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        contents.add(Files.readAllBytes(file));
      }
    }
    contents.sort(Arrays::compareUnsigned);
    return contents;
  }

  private static List<byte[]> read(Path file) throws IOException {
    List<byte[]> inputs = new ArrayList<>();
    try (DataInputStream in =
        new DataInputStream(new GZIPInputStream(Files.newInputStream(file)))) {
      while (true) {
        inputs.add(in.readNBytes(in.readInt()));
      }
    } catch (EOFException end) {
      return inputs;
    }
  }

  private static void write(Path file, List<byte[]> inputs) throws IOException {
    Files.createDirectories(file.getParent());
    try (DataOutputStream out =
        new DataOutputStream(new GZIPOutputStream(Files.newOutputStream(file)))) {
      for (byte[] input : inputs) {
        out.writeInt(input.length);
        out.write(input);
      }
    }
  }
}
