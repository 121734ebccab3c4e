package io.spanmill.deploy;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a Java process takes, as docs/operations.md ("Memory") adds it up. */
final class Heap {
  /** All stores, write buffers among them. */
  static final long STORES = 96L << 20;

  /** Java itself, at most. */
  static final long JAVA = 250L << 20;

  /** Of the heap, for each thread. */
  static final long CLIENTS_OF_A_THREAD = 100L << 20;

  private static final Pattern LARGEST = Pattern.compile("-Xmx(\\d+)([kmgKMG])");

  private Heap() {}

  /**
   * The {@code -Xmx} among these options, in bytes.
   *
   * @throws IllegalArgumentException if there is none
   */
  static long of(String options) {
    Matcher largest = LARGEST.matcher(options);
    if (!largest.find()) {
      throw new IllegalArgumentException("no -Xmx in " + options);
    }
    int shift =
        switch (largest.group(2).toLowerCase(Locale.ROOT)) {
          case "k" -> 10;
          case "m" -> 20;
          default -> 30;
        };
    return Long.parseLong(largest.group(1)) << shift;
  }
}
