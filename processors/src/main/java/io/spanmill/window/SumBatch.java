package io.spanmill.window;

import io.spanmill.state.SumFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** A batch of sums, read as a whole before any of it counts. */
final class SumBatch {
  /**
   * A sum out of a batch.
   *
   * @param key with its window
   */
  record Part<S>(SumKey key, S sum) {}

  private SumBatch() {}

  /** As {@link #read(byte[], SumFormat, Predicate)}, where no key is known. */
  static <S> List<Part<S>> read(byte[] batch, SumFormat<?, S> format) {
    return read(batch, format, key -> false);
  }

  /**
   * @param batch as {@link LocalSums} leave; empty for a record that only tells the time
   * @param known whether a key was read before: then it need not be read again
   * @throws IllegalArgumentException if anything in it cannot be read
   */
  static <S> List<Part<S>> read(byte[] batch, SumFormat<?, S> format, Predicate<SumKey> known) {
    List<Part<S>> parts = new ArrayList<>();
    if (batch.length > 0) {
      if (LocalSums.kindOf(batch) != format.kind()) {
        throw new IllegalArgumentException("sums of another kind than " + format.kind());
      }
      LocalSums.read(
          batch,
          (bytes, sum) -> {
            SumKey key = new SumKey(bytes);
            if (!known.test(key)) {
              format.readKey(bytes);
            }
            parts.add(new Part<>(key, format.read(sum)));
          });
    }
    return parts;
  }
}
