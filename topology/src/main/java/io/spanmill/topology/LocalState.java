package io.spanmill.topology;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.streams.errors.ProcessorStateException;

/**
 * The stores that a pipeline keeps on its own disk. They are copies of what Kafka has, so that
 * whatever is wrong with them is mended by deleting them.
 */
final class LocalState {
  private static final String FULL_DISK = "No space left on device";

  private final Path folder;

  /**
   * @param folder of this pipeline, within {@code state_dir}
   */
  LocalState(Path folder) {
    this.folder = folder;
  }

  /** Whether the stores are to blame; a full disk makes none of them wrong. */
  static boolean isDamaged(Throwable failure) {
    boolean ofStores = false;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      ofStores |= cause instanceof ProcessorStateException;
      if (String.valueOf(cause.getMessage()).contains(FULL_DISK)) {
        return false;
      }
    }
    return ofStores;
  }

  /**
   * Deletes all stores. What tells this process from others stays: by that it takes its partitions
   * and its transactions up again.
   *
   * @throws UncheckedIOException if something cannot be deleted
   */
  void delete() {
    try (Stream<Path> tasks = Files.list(folder)) {
      for (Path task : tasks.filter(Files::isDirectory).toList()) {
        deleteAll(task);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void deleteAll(Path top) throws IOException {
    List<Path> innermostFirst;
    try (Stream<Path> all = Files.walk(top)) {
      innermostFirst = all.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path one : innermostFirst) {
      Files.delete(one);
    }
  }
}
