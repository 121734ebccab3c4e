package io.spanmill.topology;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stores that a pipeline keeps on its own disk. They are copies of what Kafka has, so that
 * whatever is wrong with them is mended by deleting them.
 *
 * <p>So is what a process left that was killed. With exactly-once, Kafka Streams would open every
 * one of its stores only to find that it cannot tell what in it was committed, say so at length,
 * and begin anew.
 */
final class LocalState {
  private static final Logger LOG = LoggerFactory.getLogger(LocalState.class);

  private static final String FULL_DISK = "No space left on device";

  /** There from an orderly end until the next start. */
  private static final String ENDED = "ended";

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
   * A life begins, and nobody else has this folder.
   *
   * @param onlyAfterOrder whether stores are good for nothing unless the last life ended in order
   * @throws UncheckedIOException if something cannot be deleted
   */
  void begin(boolean onlyAfterOrder) {
    boolean inOrder;
    try {
      inOrder = Files.deleteIfExists(folder.resolve(ENDED));
    } catch (IOException e) {
      throw cannotDelete(e);
    }
    if (onlyAfterOrder && !inOrder && delete() > 0) {
      LOG.info(
          "the last life did not end in order: local stores are deleted and restored from Kafka");
    }
  }

  /** A life has ended in order: its stores are closed, and all that they hold was committed. */
  void end() {
    try {
      Files.writeString(folder.resolve(ENDED), "");
    } catch (IOException full) {
      // The next life restores them, that is all.
    }
  }

  /**
   * Deletes all stores. What tells this process from others stays: by that it takes its partitions
   * and its transactions up again.
   *
   * @return of how many tasks there were any
   * @throws UncheckedIOException if something cannot be deleted
   */
  int delete() {
    try (Stream<Path> all = Files.list(folder)) {
      List<Path> tasks = all.filter(Files::isDirectory).toList();
      for (Path task : tasks) {
        deleteAll(task);
      }
      return tasks.size();
    } catch (IOException e) {
      throw cannotDelete(e);
    }
  }

  private UncheckedIOException cannotDelete(IOException e) {
    return new UncheckedIOException("cannot delete what is left in " + folder + ": " + e, e);
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
