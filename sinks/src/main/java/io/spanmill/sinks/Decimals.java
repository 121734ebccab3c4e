package io.spanmill.sinks;

/** Spells decimal numbers as {@link java.math.BigDecimal} would, at a fraction of the price. */
final class Decimals {
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private Decimals() {}

  /** Nanoseconds as seconds, without an exponent and without zeros at the end. */
  static String seconds(long nanos) {
    long whole = nanos / NANOS_PER_SECOND;
    long fraction = Math.abs(nanos % NANOS_PER_SECOND);
    if (fraction == 0) {
      return Long.toString(whole);
    }
    StringBuilder text = new StringBuilder(20);
    if (nanos < 0 && whole == 0) {
      text.append('-');
    }
    text.append(whole).append('.');
    for (long digit = NANOS_PER_SECOND / 10; fraction > 0; digit /= 10) {
      text.append((char) ('0' + fraction / digit));
      fraction %= digit;
    }
    return text.toString();
  }
}
