package io.spanmill.embedded.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spanmill.sinks.JsonFields;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A file to which one JSON object a line is added, each on the disk before the next. A line that a
 * crash has cut off had not been answered for, and is dropped. Not thread-safe.
 */
final class SchemaLog implements AutoCloseable {
  private static final byte END = '\n';

  private final FileChannel file;

  private SchemaLog(FileChannel file) {
    this.file = file;
  }

  /**
   * Opens, or makes, a log, and shows what stands there.
   *
   * @throws IOException if another registry has it, or it is no such log
   */
  static SchemaLog open(Path path, Consumer<Map<String, @Nullable Object>> reader)
      throws IOException {
    FileChannel file =
        FileChannel.open(
            path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      lock(path, file);
      byte[] all = new byte[Math.toIntExact(file.size())];
      while (file.position() < all.length) {
        file.read(ByteBuffer.wrap(all, (int) file.position(), all.length - (int) file.position()));
      }
      file.truncate(show(all, reader));
      return new SchemaLog(file);
    } catch (IOException | RuntimeException failure) {
      file.close();
      throw failure;
    }
  }

  private static void lock(Path path, FileChannel file) throws IOException {
    try {
      if (file.tryLock() != null) {
        return;
      }
    } catch (OverlappingFileLockException ofThisProcess) {
      // As below.
    }
    throw new IOException("another registry uses " + path);
  }

  /** Returns where the last whole line ends. */
  private static int show(byte[] all, Consumer<Map<String, @Nullable Object>> reader)
      throws IOException {
    int start = 0;
    for (int at = 0; at < all.length; at++) {
      if (all[at] == END) {
        reader.accept(JsonFields.of(Arrays.copyOfRange(all, start, at)));
        start = at + 1;
      }
    }
    return start;
  }

  /** Returns when it is on the disk. */
  void add(Map<String, ?> fields) throws IOException {
    ByteBuffer line = ByteBuffer.wrap((JsonAnswer.text(fields) + (char) END).getBytes(UTF_8));
    while (line.hasRemaining()) {
      file.write(line);
    }
    file.force(false);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
