package io.spanmill.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * A directory that goes away with everything in it, at {@link #close} or when the JVM ends. Who
 * writes there can be handed over with {@link #own}, to be closed before; otherwise a process that
 * is interrupted would delete files under a running writer. Safe to use from several threads.
 */
public final class TemporaryDirectory implements AutoCloseable {
  private final Path path;
  private final Thread atExit = new Thread(this::closeQuietly, "temporary-directory");
  private final Deque<AutoCloseable> owned = new ArrayDeque<>();
  private boolean closed;

  private TemporaryDirectory(Path path) {
    this.path = path;
  }

  /** Makes a new directory whose name starts with the prefix, where the system keeps such. */
  public static TemporaryDirectory create(String prefix) throws IOException {
    TemporaryDirectory directory = new TemporaryDirectory(Files.createTempDirectory(prefix));
    Runtime.getRuntime().addShutdownHook(directory.atExit);
    return directory;
  }

  public Path path() {
    return path;
  }

  /**
   * Closes the resource before the directory is deleted; the last one handed over comes first.
   * Closing it elsewhere too must do no harm.
   *
   * @throws IllegalStateException if the directory is closed; the resource is not touched then
   */
  public synchronized <T extends AutoCloseable> T own(T resource) {
    if (closed) {
      throw new IllegalStateException(path + " is closed");
    }
    owned.push(resource);
    return resource;
  }

  /** A second call does nothing. */
  @Override
  public synchronized void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    forgetHook();
    IOException failure = closeOwned();
    Files.walkFileTree(path, new Deletion());
    if (failure != null) {
      throw failure;
    }
  }

  private @Nullable IOException closeOwned() {
    IOException first = null;
    for (AutoCloseable resource : owned) {
      try {
        resource.close();
      } catch (Exception e) {
        first = first == null ? new IOException("cannot close what writes to " + path, e) : first;
      }
    }
    return first;
  }

  private void forgetHook() {
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException shuttingDown) {
      // The hook runs or has run: there is nothing to forget.
    }
  }

  private void closeQuietly() {
    try {
      close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Follows no link; what somebody else deletes at the same time is not missed. */
  private static final class Deletion extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
      if (Files.exists(file)) {
        throw e;
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e)
        throws IOException {
      Files.deleteIfExists(directory);
      return FileVisitResult.CONTINUE;
    }
  }
}
