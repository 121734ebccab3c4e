package io.spanmill.sampling.ottl;

import java.util.HexFormat;

/** Values that are written in a condition. */
final class Literals {

  private Literals() {}

  /** An integer or a floating-point number; the sign is empty for none. */
  static Operand number(Token token, String sign) {
    try {
      Value value = new Value();
      return new Operand.Constant(
          token.kind() == Token.Kind.INT
              ? value.integer(Long.parseLong(sign + token.text()))
              : value.decimal(Double.parseDouble(sign + token.text())));
    } catch (NumberFormatException tooLarge) {
      throw token.wrong(token.shown() + " is too large");
    }
  }

  /** Of hexadecimal digits behind {@code 0x}. */
  static Operand bytes(Token token) {
    String digits = token.text().substring(2);
    if (digits.length() % 2 != 0) {
      throw token.wrong("an odd number of hexadecimal digits");
    }
    byte[] bytes = HexFormat.of().parseHex(digits);
    return new Operand.Constant(new Value().lying(Value.Type.BYTES, bytes, 0, bytes.length));
  }
}
