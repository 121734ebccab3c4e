package io.spanmill.window;

import io.spanmill.state.SumFormat;
import java.util.ArrayList;
import java.util.List;

/** A batch of sums, read as a whole before any of it counts. */
final class SumBatch {
  /**
   * A sum out of a batch.
   *
   * @param key with its window
   */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares them
  record Part<S>(byte[] key, S sum) {}

  private SumBatch() {}

  /**
   * @param batch as {@link LocalSums} leave; empty for a record that only tells the time
   * @throws IllegalArgumentException if anything in it cannot be read
   */
  static <S> List<Part<S>> read(byte[] batch, SumFormat<?, S> format) {
    List<Part<S>> parts = new ArrayList<>();
    if (batch.length > 0) {
      if (LocalSums.kindOf(batch) != format.kind()) {
        throw new IllegalArgumentException("sums of another kind than " + format.kind());
      }
      LocalSums.read(
          batch,
          (key, sum) -> {
            format.readKey(key);
            parts.add(new Part<>(key, format.read(sum)));
          });
    }
    return parts;
  }
}
