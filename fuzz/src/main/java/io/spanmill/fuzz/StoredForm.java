package io.spanmill.fuzz;

import java.util.Arrays;
import java.util.function.Function;

/**
 * Something that is stored: whatever the bytes, they are refused as such, or what was read can be
 * written, and that is read as the same.
 *
 * @param read throws {@link IllegalArgumentException}, and nothing else
 * @param <T> what it is read as
 */
public record StoredForm<T>(Function<byte[], T> read, Function<T, byte[]> write) {
  /** Throws an {@link AssertionError} where something does not hold. */
  public void check(byte[] bytes) {
    T value;
    try {
      value = read.apply(bytes);
    } catch (IllegalArgumentException refused) {
      Claim.holds(!String.valueOf(refused.getMessage()).isBlank(), "a refusal says something");
      return;
    }
    byte[] written = write.apply(value);
    T again = read.apply(written);
    Claim.holds(Arrays.equals(write.apply(again), written), "what was written is read as the same");
  }

  /** The form that the first byte chooses, of the bytes behind it. */
  public static void checkOneOf(byte[] input, StoredForm<?>... forms) {
    if (input.length > 0) {
      int form = Math.floorMod(input[0], forms.length);
      forms[form].check(Arrays.copyOfRange(input, 1, input.length));
    }
  }
}
