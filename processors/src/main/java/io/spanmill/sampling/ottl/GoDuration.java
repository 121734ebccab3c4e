package io.spanmill.sampling.ottl;

import java.math.BigDecimal;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as Go and the Collector spell them: {@code 1h15m30.5s}, {@code 500ms}, {@code -1.5h}.
 *
 * @see <a href="https://pkg.go.dev/time#ParseDuration">time.ParseDuration</a>
 */
public final class GoDuration {
  /** What is allowed, for messages. */
  public static final String ALLOWED = "a duration (e.g. 500ms, 1.5s, 2m30s, 1h)";

  private static final Pattern PART =
      Pattern.compile("(\\d{1,18}(?:\\.\\d{0,18})?|\\.\\d{1,18})(ns|us|µs|μs|ms|s|m|h)");
  private static final Map<String, Long> NANOS =
      Map.of(
          "ns", 1L,
          "us", 1_000L,
          "µs", 1_000L,
          "μs", 1_000L,
          "ms", 1_000_000L,
          "s", 1_000_000_000L,
          "m", 60_000_000_000L,
          "h", 3_600_000_000_000L);

  private GoDuration() {}

  /**
   * Nanoseconds.
   *
   * @throws IllegalArgumentException where the text is not {@link #ALLOWED} or too long
   */
  public static long nanos(String text) {
    boolean negative = text.startsWith("-");
    String parts = negative || text.startsWith("+") ? text.substring(1) : text;
    BigDecimal nanos = parts.equals("0") ? BigDecimal.ZERO : sum(parts);
    return (negative ? nanos.negate() : nanos).toBigInteger().longValueExact();
  }

  private static BigDecimal sum(String parts) {
    BigDecimal sum = BigDecimal.ZERO;
    Matcher part = PART.matcher(parts);
    int at = 0;
    while (part.region(at, parts.length()).lookingAt()) {
      BigDecimal unit = BigDecimal.valueOf(NANOS.getOrDefault(part.group(2), 0L));
      sum = sum.add(new BigDecimal(part.group(1)).multiply(unit));
      at = part.end();
    }
    if (at == 0 || at < parts.length()) {
      throw new IllegalArgumentException("not " + ALLOWED + ": " + parts);
    }
    return sum;
  }
}
