package io.spanmill.benchmarks;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * CPU time of a process as Linux tells it, in seconds.
 *
 * @param all of all its threads, those included that have ended
 * @param compiling of Java's compiler threads
 * @param collecting of Java's garbage collector
 * @param streaming of the stream threads: what one of them has to do can be done on one core only
 */
record ProcessTimes(double all, double compiling, double collecting, double streaming) {
  /** {@code USER_HZ}: the unit of {@code /proc}, the same on every Linux that Java runs on. */
  private static final double TICKS_PER_SECOND = 100;

  /** Where utime and stime stand behind the name, which is in brackets and may hold anything. */
  private static final int USER = 11;

  private static final int SYSTEM = 12;

  /** Kafka Streams' threads are named after the application, Linux shows how names begin. */
  private static final String STREAMING = BenchRun.NAME + "-";

  static ProcessTimes of(long pid) throws IOException {
    Path process = Path.of("/proc", Long.toString(pid));
    double compiling = 0;
    double collecting = 0;
    double streaming = 0;
    try (DirectoryStream<Path> threads = Files.newDirectoryStream(process.resolve("task"))) {
      for (Path thread : threads) {
        String name = name(thread);
        compiling += name.startsWith("C1 Comp") || name.startsWith("C2 Comp") ? seconds(thread) : 0;
        collecting +=
            name.startsWith("GC ") || name.startsWith("G1 ") || name.startsWith("VM Thread")
                ? seconds(thread)
                : 0;
        streaming += name.startsWith(STREAMING) ? seconds(thread) : 0;
      }
    }
    return new ProcessTimes(seconds(process), compiling, collecting, streaming);
  }

  ProcessTimes since(ProcessTimes before) {
    return new ProcessTimes(
        all - before.all,
        compiling - before.compiling,
        collecting - before.collecting,
        streaming - before.streaming);
  }

  /** What the work itself has cost. */
  double working() {
    return all - compiling;
  }

  private static String name(Path thread) throws IOException {
    try {
      return Files.readString(thread.resolve("comm"));
    } catch (NoSuchFileException ended) {
      return "";
    }
  }

  private static double seconds(Path of) throws IOException {
    try {
      String line = Files.readString(of.resolve("stat"));
      List<String> fields = List.of(line.substring(line.lastIndexOf(')') + 2).split(" "));
      long ticks = Long.parseLong(fields.get(USER)) + Long.parseLong(fields.get(SYSTEM));
      return ticks / TICKS_PER_SECOND;
    } catch (NoSuchFileException ended) {
      return 0;
    }
  }
}
