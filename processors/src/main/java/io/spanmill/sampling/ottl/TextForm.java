package io.spanmill.sampling.ottl;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.math.BigDecimal;

/** The text that a value becomes where a text is wanted, as the Collector would write it. */
final class TextForm {
  private static final byte[] TRUE = "true".getBytes(US_ASCII);
  private static final byte[] FALSE = "false".getBytes(US_ASCII);

  private byte[] digits = new byte[32];
  private byte[] bytes = digits;
  private int from;
  private int to;

  /**
   * Becomes the text of a value; false for nil, which has none.
   *
   * @throws Unevaluable for maps, lists, times and ids
   */
  boolean of(Value value) throws Unevaluable {
    switch (value.type()) {
      case NIL -> {
        return false;
      }
      case STRING -> lies(value.bytes(), value.from(), value.to());
      case BOOL -> lies(value.truth() ? TRUE : FALSE);
      case INT -> integer(value.number());
      case DOUBLE -> lies(decimal(value.decimal()).getBytes(US_ASCII));
      case BYTES -> hex(value);
      default -> throw Unevaluable.HERE;
    }
    return true;
  }

  byte[] bytes() {
    return bytes;
  }

  int from() {
    return from;
  }

  int to() {
    return to;
  }

  private void lies(byte[] all) {
    lies(all, 0, all.length);
  }

  private void lies(byte[] source, int start, int end) {
    bytes = source;
    from = start;
    to = end;
  }

  private void integer(long number) {
    int at = digits.length;
    long rest = number;
    do {
      digits[--at] = (byte) ('0' + Math.abs(rest % 10));
      rest /= 10;
    } while (rest != 0);
    if (number < 0) {
      digits[--at] = '-';
    }
    lies(digits, at, digits.length);
  }

  private void hex(Value value) {
    int length = 2 * value.length();
    if (digits.length < length) {
      digits = new byte[length];
    }
    for (int i = 0; i < length; i++) {
      int octet = value.bytes()[value.from() + i / 2];
      digits[i] = (byte) Character.forDigit((i % 2 == 0 ? octet >> 4 : octet) & 0xf, 16);
    }
    lies(digits, 0, length);
  }

  /** As in JSON: plain between 10^-6 and 10^21, else with an exponent. */
  private static String decimal(double number) throws Unevaluable {
    if (!Double.isFinite(number)) {
      throw Unevaluable.HERE;
    }
    double size = Math.abs(number);
    BigDecimal exact = new BigDecimal(Double.toString(number)).stripTrailingZeros();
    if (size == 0 || (size >= 1e-6 && size < 1e21)) {
      return exact.toPlainString();
    }
    int exponent = exact.precision() - exact.scale() - 1;
    String mantissa = exact.movePointLeft(exponent).toPlainString();
    return mantissa + (exponent < 0 ? "e" : "e+") + exponent;
  }
}
