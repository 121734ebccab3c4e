package io.spanmill.model;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Rejection thresholds: 56-bit numbers T, held in a {@code long}. A trace whose 56-bit randomness
 * is R is kept if R &ge; T, hence with probability (2^56 &minus; T) / 2^56.
 *
 * <p>Format and formulas: OpenTelemetry's <a
 * href="https://opentelemetry.io/docs/specs/otel/trace/tracestate-probability-sampling/">probability
 * sampling</a> and <a
 * href="https://opentelemetry.io/docs/specs/otel/trace/tracestate-handling/">tracestate
 * handling</a>.
 */
public final class Threshold {
  /** 2^56: one more than every randomness. */
  public static final long MAX = 1L << 56;

  /** Keeps nothing. Not a probability: it has no encoding. */
  public static final long NEVER = MAX;

  /** Keeps everything. */
  public static final long ALWAYS = 0;

  /** A span brought no threshold. */
  public static final long ABSENT = -1;

  /** A span's threshold, or that of a kept trace, cannot be known. */
  public static final long UNKNOWN = -2;

  /** What {@link #parse} says of text that is no threshold. */
  public static final long INVALID = -1;

  /** Bits behind the point of a {@link #fixedPointWeight}. */
  public static final int WEIGHT_FRACTION_BITS = 24;

  private static final int DIGITS = 14;
  private static final int MAX_PRECISION = 12;
  private static final int MANTISSA_BITS = 52;
  private static final int MAX_WEIGHT_BITS = 38;

  private Threshold() {}

  /**
   * The threshold of a probability, rounded to the nearest of {@code precision} hexadecimal digits.
   * Leading digits {@code f} do not count, so that small probabilities are as precise as others;
   * but there are never more than 12 digits, or the precision that is asked for.
   *
   * @param probability 0 ({@link #NEVER}) to 1 ({@link #ALWAYS})
   * @param precision 1 to 14 digits; SDKs use 4
   */
  public static long ofProbability(double probability, int precision) {
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException("probability not in 0..1: " + probability);
    }
    if (precision < 1 || precision > DIGITS) {
      throw new IllegalArgumentException("precision not in 1..14: " + precision);
    }
    if (probability == 0) {
      return NEVER;
    }
    return precision > MAX_PRECISION
        ? roundedFully(precision, probability)
        : roundedTo(digits(probability, precision), probability);
  }

  private static int digits(double probability, int precision) {
    int exponent = Math.getExponent(probability) + 1;
    return Math.min(MAX_PRECISION, precision + Math.max(0, -exponent) / 4);
  }

  /**
   * More digits than the reference goes to. The passing part is exact in a double, unlike the
   * rejected one; at least one unit of it is left, and none is more than all.
   */
  private static long roundedFully(int precision, double probability) {
    long unit = 1L << (4 * (DIGITS - precision));
    long passing = Math.round(probability * 0x1p56 / unit) * unit;
    return MAX - Math.max(unit, passing);
  }

  /**
   * As the specification's reference does it: 2 &minus; p lies in 1..2, where the mantissa is the
   * rejected part in plain binary, of which the first digits are taken.
   */
  private static long roundedTo(int digits, double probability) {
    double rejected = 2 - probability + Math.scalb(0.5, -4 * digits);
    long mantissa =
        rejected >= 2 ? -1 : Double.doubleToRawLongBits(rejected) & ((1L << MANTISSA_BITS) - 1);
    int dropped = MANTISSA_BITS - 4 * digits;
    return ((mantissa >>> dropped) << dropped << 4) & (MAX - 1);
  }

  /**
   * The digits of a {@code th} value: 1 to 14 in lower case, without trailing zeros.
   *
   * @param threshold {@link #ALWAYS} or more, less than {@link #NEVER}
   */
  public static String encode(long threshold) {
    if (threshold < ALWAYS || threshold >= NEVER) {
      throw new IllegalArgumentException("not a threshold: " + threshold);
    }
    if (threshold == ALWAYS) {
      return "0";
    }
    int zeros = Long.numberOfTrailingZeros(threshold) / 4;
    return HexFormat.of().toHexDigits(threshold >>> (4 * zeros), DIGITS - zeros);
  }

  /**
   * As {@link #encode}, or null where there is no such threshold, as none is known or nothing is
   * kept by it.
   */
  public static @Nullable String digits(long threshold) {
    return threshold >= ALWAYS && threshold < NEVER ? encode(threshold) : null;
  }

  /**
   * All 14 digits, as {@code rv} is spelled.
   *
   * @param value 0 to 2^56 &minus; 1
   */
  public static String allDigits(long value) {
    return HexFormat.of().toHexDigits(value, DIGITS);
  }

  /** Reads 1 to 14 lower-case hexadecimal digits; anything else is {@link #INVALID}. */
  public static long parse(String digits) {
    byte[] bytes = digits.getBytes(US_ASCII);
    return parse(bytes, 0, bytes.length);
  }

  /** Reads digits where they lie, like {@link #parse(String)}. */
  public static long parse(byte[] bytes, int from, int to) {
    int count = to - from;
    if (count < 1 || count > DIGITS) {
      return INVALID;
    }
    long value = 0;
    for (int at = from; at < to; at++) {
      int digit = digit(bytes[at]);
      if (digit < 0) {
        return INVALID;
      }
      value = (value << 4) | digit;
    }
    return value << (4 * (DIGITS - count));
  }

  private static int digit(byte character) {
    if (character >= '0' && character <= '9') {
      return character - '0';
    }
    return (character >= 'a' && character <= 'f') ? character - 'a' + 10 : -1;
  }

  /** Share of all traces that pass, 0 to 1. */
  public static double probability(long threshold) {
    return (MAX - threshold) * 0x1p-56;
  }

  /**
   * How many items of the population one item that passed stands for: 1 / probability, infinite for
   * {@link #NEVER}. One unit in the last place may be lost; {@link #fixedPointWeight} is exact.
   */
  public static double adjustedCount(long threshold) {
    return 0x1p56 / (MAX - threshold);
  }

  /**
   * The adjusted count in units of 2^-24, rounded half up: sums of it do not depend on their order.
   * An adjusted count of more than 2^38, as well as that of {@link #NEVER}, is {@link
   * Long#MAX_VALUE}.
   */
  public static long fixedPointWeight(long threshold) {
    long passing = MAX - threshold;
    if (passing < MAX >>> MAX_WEIGHT_BITS) {
      return Long.MAX_VALUE;
    }
    long quotient = MAX / passing;
    long rest = MAX % passing;
    for (int bits = 0; bits < WEIGHT_FRACTION_BITS; bits += Byte.SIZE) {
      long dividend = rest << Byte.SIZE;
      quotient = (quotient << Byte.SIZE) | Long.divideUnsigned(dividend, passing);
      rest = Long.remainderUnsigned(dividend, passing);
    }
    return rest >= passing - rest ? quotient + 1 : quotient;
  }
}
