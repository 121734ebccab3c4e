package io.spanmill.otlp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/** An attribute's name with its bytes at hand, so that looking for it compares bytes. */
public final class AttributeKey {
  private final String name;
  private final byte[] utf8;

  public AttributeKey(String name) {
    this.name = name;
    this.utf8 = name.getBytes(UTF_8);
  }

  public String name() {
    return name;
  }

  int length() {
    return utf8.length;
  }

  int hash() {
    return hash(utf8, 0, utf8.length);
  }

  /** Tells most names apart that are used together, by looking at three of their bytes. */
  static int hash(byte[] bytes, int from, int to) {
    int length = to - from;
    if (length == 0) {
      return 0;
    }
    int mixed = (bytes[from] * 31 + bytes[from + length / 2]) * 31 + bytes[to - 1];
    return ((mixed * 31 + length) * 0x9E3779B1) >>> 16;
  }

  boolean matches(byte[] bytes, int from, int to) {
    return Arrays.equals(bytes, from, to, utf8, 0, utf8.length);
  }

  @Override
  public String toString() {
    return name;
  }
}
