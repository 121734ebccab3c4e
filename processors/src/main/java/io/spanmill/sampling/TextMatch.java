package io.spanmill.sampling;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spanmill.otlp.AttributeValue;
import java.util.function.Predicate;

/**
 * Whether a text is one that a policy looks for, told from its bytes. What patterns say of the
 * texts that came lately is remembered, as most texts come again and again. Not thread-safe.
 */
final class TextMatch implements Predicate<AttributeValue> {
  /** A power of two. */
  private static final int REMEMBERED = 1024;

  private static final int LONGEST_REMEMBERED = 256;

  private final PolicySpec.StringAttribute spec;
  private final byte[][] values;
  private final byte[][] texts;
  private final boolean[] answers;

  TextMatch(PolicySpec.StringAttribute spec) {
    this.spec = spec;
    values = spec.values().stream().map(value -> value.getBytes(UTF_8)).toArray(byte[][]::new);
    texts = new byte[spec.patterns().isEmpty() ? 0 : REMEMBERED][];
    answers = new boolean[texts.length];
  }

  @Override
  public boolean test(AttributeValue value) {
    if (value.type() != AttributeValue.Type.STRING) {
      return false;
    }
    return texts.length == 0 ? isAmongValues(value) : isFound(value);
  }

  private boolean isAmongValues(AttributeValue value) {
    for (byte[] one : values) {
      if (value.isText(one)) {
        return true;
      }
    }
    return false;
  }

  private boolean isFound(AttributeValue value) {
    int slot = value.textHash() & (REMEMBERED - 1);
    byte[] remembered = texts[slot];
    if (remembered != null && value.isText(remembered)) {
      return answers[slot];
    }
    boolean found = spec.matches(value.text());
    if (value.textLength() <= LONGEST_REMEMBERED) {
      texts[slot] = value.textBytes();
      answers[slot] = found;
    }
    return found;
  }
}
