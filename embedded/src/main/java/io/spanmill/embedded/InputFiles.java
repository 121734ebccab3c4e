package io.spanmill.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Turns what was named on a command line, files and folders, into files. */
final class InputFiles {
  private InputFiles() {}

  /**
   * The files in the order named; those of a folder and its folders sorted by name, and only those
   * whose ending is known.
   */
  static List<Path> of(List<Path> named) throws IOException {
    List<Path> files = new ArrayList<>();
    for (Path path : named) {
      if (Files.isDirectory(path)) {
        files.addAll(inFolder(path));
      } else {
        files.add(checked(path));
      }
    }
    return files;
  }

  private static Path checked(Path file) {
    if (!Files.exists(file)) {
      throw new InputException(file, "no such file or folder");
    }
    if (FileFormat.of(file) == null) {
      throw new InputException(file, "unknown ending; allowed are " + FileFormat.KNOWN_ENDINGS);
    }
    if (!Files.isReadable(file)) {
      throw new InputException(file, "not readable");
    }
    return file;
  }

  private static List<Path> inFolder(Path folder) throws IOException {
    try (Stream<Path> walk = Files.walk(folder)) {
      List<Path> files =
          walk.filter(Files::isRegularFile)
              .filter(file -> FileFormat.of(file) != null)
              .sorted()
              .toList();
      if (files.isEmpty()) {
        throw new InputException(
            folder, "no file with a known ending; these are " + FileFormat.KNOWN_ENDINGS);
      }
      return files;
    }
  }
}
