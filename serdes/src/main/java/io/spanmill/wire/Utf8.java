package io.spanmill.wire;

/**
 * Well-formed UTF-8 (<a href="https://www.rfc-editor.org/rfc/rfc3629">RFC 3629</a>): no over-long
 * forms, no surrogates, nothing beyond U+10FFFF, no character cut short.
 */
public final class Utf8 {
  private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

  private Utf8() {}

  /** Where to end so that at most {@code most} bytes are left, and no character is cut. */
  public static int cut(byte[] bytes, int from, int to, int most) {
    if (to - from <= most) {
      return to;
    }
    int end = from + most;
    while (end > from && (bytes[end] & 0xc0) == 0x80) {
      end--;
    }
    return end;
  }

  /** Whether {@code bytes[from..to)} is well-formed. */
  public static boolean isValid(byte[] bytes, int from, int to) {
    return isAscii(bytes, from, to) || isValidMixed(bytes, from, to);
  }

  /** Whether no byte of {@code bytes[from..to)} is above 0x7f; looks at eight at a time. */
  public static boolean isAscii(byte[] bytes, int from, int to) {
    int at = from;
    for (; to - at >= Long.BYTES; at += Long.BYTES) {
      if ((LittleEndian.readLong(bytes, at) & HIGH_BITS) != 0) {
        return false;
      }
    }
    return bytes.length - at < Long.BYTES
        ? isAsciiOneByOne(bytes, at, to)
        : (LittleEndian.readLong(bytes, at) & HIGH_BITS & lowest(to - at)) == 0;
  }

  private static long lowest(int count) {
    return (1L << (Byte.SIZE * count)) - 1;
  }

  private static boolean isAsciiOneByOne(byte[] bytes, int from, int to) {
    for (int at = from; at < to; at++) {
      if (bytes[at] < 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean isValidMixed(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to) {
      int length = bytes[at] >= 0 ? 1 : lengthOfCharacter(bytes, at, to);
      if (length == 0) {
        return false;
      }
      at += length;
    }
    return true;
  }

  /** Bytes of the character that begins here and is not ASCII; 0 if none does. */
  private static int lengthOfCharacter(byte[] bytes, int at, int to) {
    int first = bytes[at] & 0xff;
    int length = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    if (first < 0xc2 || first > 0xf4 || to - at < length) {
      return 0;
    }
    int second = bytes[at + 1] & 0xff;
    if (second < lowestSecond(first) || second > highestSecond(first)) {
      return 0;
    }
    for (int i = at + 2; i < at + length; i++) {
      if ((bytes[i] & 0xc0) != 0x80) {
        return 0;
      }
    }
    return length;
  }

  /** Below this the character would have fitted into fewer bytes. */
  private static int lowestSecond(int first) {
    return first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
  }

  /** Above this are the surrogates, or the end of Unicode. */
  private static int highestSecond(int first) {
    return first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
  }
}
