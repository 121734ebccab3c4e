package io.spanmill.sampling.ottl;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import io.spanmill.otlp.AttributeValue;
import java.util.Arrays;
import java.util.List;

/**
 * Looks for patterns in texts, and remembers what it found in those that came lately, as most texts
 * come again and again. Makes nothing for one that it remembers. Not thread-safe.
 */
public final class PatternMemory {
  /** A power of two. */
  private static final int REMEMBERED = 1024;

  private static final int LONGEST_REMEMBERED = 256;

  private final Matcher[] matchers;
  private final Characters characters = new Characters();
  private final byte[][] texts = new byte[REMEMBERED][];
  private final boolean[] answers = new boolean[REMEMBERED];

  public PatternMemory(List<Pattern> patterns) {
    matchers = patterns.stream().map(pattern -> pattern.matcher("")).toArray(Matcher[]::new);
  }

  /** Whether any of the patterns is found in the text in {@code bytes[from..to)}, in UTF-8. */
  public boolean isFound(byte[] bytes, int from, int to) {
    int slot = AttributeValue.textHash(bytes, from, to) & (REMEMBERED - 1);
    byte[] remembered = texts[slot];
    if (remembered != null && Arrays.equals(remembered, 0, remembered.length, bytes, from, to)) {
      return answers[slot];
    }
    boolean found = look(bytes, from, to);
    if (to - from <= LONGEST_REMEMBERED) {
      texts[slot] = Arrays.copyOfRange(bytes, from, to);
      answers[slot] = found;
    }
    return found;
  }

  private boolean look(byte[] bytes, int from, int to) {
    characters.of(bytes, from, to);
    for (Matcher matcher : matchers) {
      if (matcher.reset(characters).find()) {
        return true;
      }
    }
    return false;
  }
}
