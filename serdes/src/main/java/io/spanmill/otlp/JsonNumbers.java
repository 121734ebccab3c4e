package io.spanmill.otlp;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * Numbers as protobuf's JSON spells them, quoted or not. Everything here throws {@link
 * NumberFormatException} for what is no number or does not fit.
 */
final class JsonNumbers {
  /** More than any number needs that fits, and few enough to be read in no time. */
  private static final int MAX_LENGTH = 400;

  /** Below 2^64, so that plain digits never wrap around. */
  private static final int MAX_PLAIN_DIGITS = 19;

  private JsonNumbers() {}

  static long signed(String text, int bits) {
    return integer(text, bits - 1, true);
  }

  /** The bits of an unsigned number. */
  static long unsigned(String text, int bits) {
    return integer(text, bits, false);
  }

  private static long integer(String text, int magnitudeBits, boolean negatives) {
    long plain = plain(text);
    if (plain >= 0 && (magnitudeBits >= 63 || plain >>> magnitudeBits == 0)) {
      return plain;
    }
    BigInteger number = whole(text);
    if (number.bitLength() > magnitudeBits || (number.signum() < 0 && !negatives)) {
      throw new NumberFormatException("out of range");
    }
    return number.longValue();
  }

  /** Nearly all numbers: a few digits and nothing else. Negative for all others. */
  private static long plain(String text) {
    if (text.isEmpty() || text.length() > MAX_PLAIN_DIGITS) {
      return -1;
    }
    long value = 0;
    for (int i = 0; i < text.length(); i++) {
      char character = text.charAt(i);
      if (character < '0' || character > '9') {
        return -1;
      }
      value = value * 10 + (character - '0');
    }
    return value;
  }

  /** Also reads 1.0 and 1e3. The scale is bounded: 1e999999999 would be spelled out otherwise. */
  private static BigInteger whole(String text) {
    requireDecimal(text);
    BigDecimal number = new BigDecimal(text);
    if (Math.abs((long) number.scale()) > MAX_LENGTH) {
      throw new NumberFormatException("out of range");
    }
    try {
      return number.toBigIntegerExact();
    } catch (ArithmeticException e) {
      throw new NumberFormatException("not whole");
    }
  }

  static double decimal(String text) {
    return switch (text) {
      case "NaN" -> Double.NaN;
      case "Infinity" -> Double.POSITIVE_INFINITY;
      case "-Infinity" -> Double.NEGATIVE_INFINITY;
      default -> finite(text);
    };
  }

  private static double finite(String text) {
    requireDecimal(text);
    double number = Double.parseDouble(text);
    if (Double.isInfinite(number)) {
      throw new NumberFormatException("out of range");
    }
    return number;
  }

  /** Java's parsers know blanks, suffixes, hexadecimal floats and other digits, JSON does not. */
  private static void requireDecimal(String text) {
    if (text.length() > MAX_LENGTH) {
      throw new NumberFormatException("too long");
    }
    for (int i = 0; i < text.length(); i++) {
      if ("0123456789+-.eE".indexOf(text.charAt(i)) < 0) {
        throw new NumberFormatException("not a decimal number");
      }
    }
  }
}
