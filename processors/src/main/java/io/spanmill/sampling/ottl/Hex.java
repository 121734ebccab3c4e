package io.spanmill.sampling.ottl;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** Writes ids in lower-case hexadecimal digits, as a text that holds until the next one. */
final class Hex {
  private static final byte[] DIGITS = "0123456789abcdef".getBytes(US_ASCII);

  private final byte[] text = new byte[32];

  void of(long id, Value into) {
    write(id, 0);
    into.text(text, 0, 16);
  }

  void of(long high, long low, Value into) {
    write(high, 0);
    write(low, 16);
    into.text(text, 0, 32);
  }

  private void write(long half, int at) {
    for (int i = 0; i < 16; i++) {
      text[at + i] = DIGITS[(int) (half >>> (60 - 4 * i)) & 0xf];
    }
  }
}
