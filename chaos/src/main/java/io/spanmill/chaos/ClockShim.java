package io.spanmill.chaos;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;

/**
 * A library that is put before the C library's, and lets the time of day of a process jump without
 * touching the machine's.
 */
final class ClockShim {
  private static final String SOURCE = "clock.c";

  private final Path library;

  private ClockShim(Path library) {
    this.library = library;
  }

  /** Compiles it; empty if there is no compiler, or not this system. */
  static Optional<ClockShim> compile(Path folder) throws IOException, InterruptedException {
    Path source = folder.resolve(SOURCE);
    Path library = folder.resolve("clock.so");
    try (InputStream text = ClockShim.class.getResourceAsStream(SOURCE)) {
      if (text == null) {
        throw new IOException("no resource " + SOURCE);
      }
      Files.write(source, text.readAllBytes());
    }
    try {
      StateFaults.sh(
          "cc", "-shared", "-fPIC", "-O1", "-o", library.toString(), source.toString(), "-ldl");
      return Optional.of(new ClockShim(library));
    } catch (IOException noCompiler) {
      return Optional.empty();
    }
  }

  /** What a process needs in its environment to have the clock of a file. */
  Map<String, String> environment(Path clock) throws IOException {
    set(clock, 0);
    return Map.of("LD_PRELOAD", library.toString(), "SPANMILL_CHAOS_CLOCK", clock.toString());
  }

  /** From now on the clock is so far ahead. */
  static void set(Path clock, long seconds) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder());
    Files.write(
        clock,
        bytes.putLong(0, seconds).array(),
        StandardOpenOption.CREATE,
        StandardOpenOption.WRITE);
  }
}
