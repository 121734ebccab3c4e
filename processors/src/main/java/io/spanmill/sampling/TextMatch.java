package io.spanmill.sampling;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spanmill.otlp.AttributeValue;
import io.spanmill.sampling.ottl.PatternMemory;
import java.util.function.Predicate;

/** Whether a text is one that a policy looks for, told from its bytes. Not thread-safe. */
final class TextMatch implements Predicate<AttributeValue> {
  private final boolean byPattern;
  private final byte[][] values;
  private final PatternMemory patterns;

  TextMatch(PolicySpec.StringAttribute spec) {
    byPattern = !spec.patterns().isEmpty();
    values = spec.values().stream().map(value -> value.getBytes(UTF_8)).toArray(byte[][]::new);
    patterns = new PatternMemory(spec.patterns());
  }

  @Override
  public boolean test(AttributeValue value) {
    if (value.type() != AttributeValue.Type.STRING) {
      return false;
    }
    return byPattern
        ? patterns.isFound(value.bytes(), value.from(), value.to())
        : isAmongValues(value);
  }

  private boolean isAmongValues(AttributeValue value) {
    for (byte[] one : values) {
      if (value.isText(one)) {
        return true;
      }
    }
    return false;
  }
}
