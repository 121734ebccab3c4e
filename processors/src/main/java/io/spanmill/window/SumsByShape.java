package io.spanmill.window;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The sums that spans of these shapes were added to last, so that their keys need not be spelled
 * again. Forgets; not thread-safe.
 *
 * @param <S> the sum
 */
final class SumsByShape<S> {
  /** Each shape has one place where it may stand. A power of two. */
  private static final int PLACES = 2048;

  private int[] shapes = {};
  private long[] windows = {};
  private Object[] sums = {};

  /**
   * @param shape a number above 0
   */
  @SuppressWarnings("unchecked") // only such are put there
  @Nullable S find(int shape, long windowStartMillis) {
    int place = shape & (PLACES - 1);
    return shapes.length > 0 && shapes[place] == shape && windows[place] == windowStartMillis
        ? (S) sums[place]
        : null;
  }

  void put(int shape, long windowStartMillis, S sum) {
    if (shapes.length == 0) {
      shapes = new int[PLACES];
      windows = new long[PLACES];
      sums = new Object[PLACES];
    }
    int place = shape & (PLACES - 1);
    shapes[place] = shape;
    windows[place] = windowStartMillis;
    sums[place] = sum;
  }

  void clear() {
    Arrays.fill(shapes, 0);
    Arrays.fill(sums, null);
  }
}
