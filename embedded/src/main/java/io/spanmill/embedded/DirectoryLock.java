package io.spanmill.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps a directory for one broker: a second one would rewrite the log of the first, if only a
 * little, before Kafka notices. The end of the process gives it free.
 */
final class DirectoryLock implements AutoCloseable {
  /**
   * Those of this process: to open a locked file once more, and to close it, would give it free.
   */
  private static final Set<Path> TAKEN = ConcurrentHashMap.newKeySet();

  private final Path directory;
  private final FileChannel file;

  private DirectoryLock(Path directory, FileChannel file) {
    this.directory = directory;
    this.file = file;
  }

  /**
   * @param directory is there
   * @throws IOException if another broker has it
   */
  static DirectoryLock take(Path directory) throws IOException {
    Path real = directory.toRealPath();
    if (!TAKEN.add(real)) {
      throw inUse(directory);
    }
    try {
      FileChannel file =
          FileChannel.open(
              real.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (file.tryLock() == null) {
        file.close();
        throw inUse(directory);
      }
      return new DirectoryLock(real, file);
    } catch (IOException e) {
      TAKEN.remove(real);
      throw e;
    }
  }

  private static IOException inUse(Path directory) {
    return new IOException("another Kafka broker uses " + directory);
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      TAKEN.remove(directory);
    }
  }
}
