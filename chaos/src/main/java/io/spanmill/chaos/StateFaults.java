package io.spanmill.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** What can happen to the local state of an instance. */
final class StateFaults {
  /** Room for a state, and little more. */
  private static final String DISK_SIZE = "96m";

  private static final int FILLING = 64 << 10;
  private static final String FILLER = "filler";

  private StateFaults() {}

  /** It dies, and comes back to nothing. */
  static String lose(Scene scene, SplittableRandom random) throws IOException {
    Instance instance = scene.anInstance(random);
    instance.unwant();
    instance.kill();
    deleteIn(instance.stateDir());
    instance.want();
    return "instance " + instance.number();
  }

  /** It is told to stop, or dies, and meanwhile bytes turn over or are gone. */
  static String corrupt(Scene scene, SplittableRandom random) throws IOException {
    Instance instance = scene.anInstance(random);
    boolean gently = random.nextInt(3) > 0;
    instance.unwant();
    if (gently) {
      instance.terminate();
    } else {
      instance.kill();
    }
    List<Path> files = filesIn(instance.stateDir()).stream().filter(StateFaults::isData).toList();
    int corrupted = 0;
    for (Path file : files) {
      if (random.nextInt(2) == 0) {
        corrupt(file, random);
        corrupted++;
      }
    }
    instance.want();
    return String.format(
        "%d of %d files of instance %d, which was %s",
        corrupted, files.size(), instance.number(), gently ? "stopped" : "killed");
  }

  /** The lock is no data, and the process id is our own affair. */
  private static boolean isData(Path file) {
    String name = String.valueOf(file.getFileName());
    return Files.isRegularFile(file) && !name.startsWith("LOG") && !name.endsWith("LOCK");
  }

  private static void corrupt(Path file, SplittableRandom random) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      if (random.nextInt(3) == 0) {
        channel.truncate(channel.size() / 2);
        return;
      }
      for (int i = 0; i < 20 && channel.size() > 0; i++) {
        byte[] noise = {(byte) random.nextInt(256)};
        channel.write(ByteBuffer.wrap(noise), random.nextLong(channel.size()));
      }
    }
  }

  /** The state lies on a small disk of its own for a while, which something else fills up. */
  static String fillDisk(Scene scene, SplittableRandom random)
      throws IOException, InterruptedException, LeftOutException {
    Instance instance = scene.anInstance(random);
    Path disk = instance.stateDir();
    instance.unwant();
    instance.kill();
    try {
      deleteIn(disk);
      sh("mount", "-t", "tmpfs", "-o", "size=" + DISK_SIZE, "tmpfs", disk.toString());
    } catch (IOException notAllowed) {
      instance.want();
      throw new LeftOutException(String.valueOf(notAllowed.getMessage()));
    }
    long fullMillis = 4_000L + random.nextInt(8_000);
    try {
      instance.want();
      Scene.rest(6_000 + random.nextInt(4_000));
      fill(disk.resolve(FILLER));
      Scene.rest(fullMillis);
      Files.deleteIfExists(disk.resolve(FILLER));
      Scene.rest(3_000);
    } finally {
      instance.unwant();
      instance.kill();
      sh("umount", disk.toString());
    }
    instance.want();
    return String.format("of instance %d for %.1f s", instance.number(), fullMillis / 1e3);
  }

  private static void fill(Path file) throws IOException {
    byte[] nothing = new byte[FILLING];
    try (OutputStream out = Files.newOutputStream(file)) {
      while (true) {
        out.write(nothing);
      }
    } catch (IOException full) {
      // That is what was wanted.
    }
  }

  /**
   * @throws IOException if the command fails; the message is what it said
   */
  static void sh(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
    if (process.waitFor() != 0) {
      throw new IOException(command[0] + ": " + said);
    }
  }

  private static List<Path> filesIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.sorted().toList();
    }
  }

  private static void deleteIn(Path folder) throws IOException {
    List<Path> all = new ArrayList<>(filesIn(Files.createDirectories(folder)));
    Collections.reverse(all);
    all.remove(folder);
    for (Path file : all) {
      Files.delete(file);
    }
  }
}
