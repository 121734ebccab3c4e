package io.spanmill.sampling.ottl;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spanmill.wire.Utf8;

/** A text for regular expressions, made anew in the same place for every span. */
final class Characters implements CharSequence {
  private char[] characters = new char[64];
  private int length;

  Characters of(byte[] bytes, int from, int to) {
    if (Utf8.isAscii(bytes, from, to)) {
      room(to - from);
      for (int i = 0; i < length; i++) {
        characters[i] = (char) bytes[from + i];
      }
    } else {
      String decoded = new String(bytes, from, to - from, UTF_8);
      room(decoded.length());
      decoded.getChars(0, length, characters, 0);
    }
    return this;
  }

  private void room(int newLength) {
    length = newLength;
    if (characters.length < length) {
      characters = new char[2 * length];
    }
  }

  @Override
  public int length() {
    return length;
  }

  @Override
  public char charAt(int index) {
    return characters[index];
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return new String(characters, start, end - start);
  }

  @Override
  public String toString() {
    return new String(characters, 0, length);
  }
}
