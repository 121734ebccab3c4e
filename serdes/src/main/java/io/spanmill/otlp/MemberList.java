package io.spanmill.otlp;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.spanmill.otlp.TraceState.Defect;
import java.util.Arrays;
import java.util.Set;

/**
 * The members of a tracestate by where they lie, without the blanks around them. Not thread-safe;
 * made to be read again.
 */
final class MemberList {
  static final int MAX_MEMBERS = 32;
  static final int MAX_VALUE = 256;
  private static final int MAX_KEY = 256;
  private static final int MAX_TENANT = 241;
  private static final int MAX_SYSTEM = 14;

  private final int[] starts = new int[MAX_MEMBERS];
  private final int[] equalSigns = new int[MAX_MEMBERS];
  private final int[] ends = new int[MAX_MEMBERS];

  private byte[] bytes = new byte[0];
  private int count;
  private int ot = -1;

  void clear() {
    count = 0;
    ot = -1;
  }

  int count() {
    return count;
  }

  /** Index of the member {@code ot}, or -1. */
  int ot() {
    return ot;
  }

  int from(int member) {
    return starts[member];
  }

  int to(int member) {
    return ends[member];
  }

  /** Whether there is a member with this key, and its value is among these. */
  boolean has(byte[] key, Set<String> values) {
    for (int i = 0; i < count; i++) {
      if (Arrays.equals(bytes, starts[i], equalSigns[i], key, 0, key.length)) {
        int value = equalSigns[i] + 1;
        return values.contains(new String(bytes, value, ends[i] - value, US_ASCII));
      }
    }
    return false;
  }

  /** Reads up to the first defect, after which the list is as good as empty. */
  Defect read(byte[] source, int from, int to) {
    clear();
    bytes = source;
    for (int at = from; at < to; ) {
      int comma = indexOf((byte) ',', at, to);
      Defect defect = add(at, comma);
      if (defect != Defect.NONE) {
        clear();
        return defect;
      }
      at = comma + 1;
    }
    return Defect.NONE;
  }

  private Defect add(int from, int to) {
    int start = from;
    int end = to;
    while (start < end && blank(bytes[start])) {
      start++;
    }
    while (end > start && blank(bytes[end - 1])) {
      end--;
    }
    return start == end ? Defect.NONE : addTrimmed(start, end);
  }

  private Defect addTrimmed(int start, int end) {
    int equalSign = indexOf((byte) '=', start, end);
    Defect key = keyDefect(start, equalSign);
    if (key != Defect.NONE) {
      return key;
    }
    Defect value = valueDefect(equalSign + 1, end);
    if (value != Defect.NONE) {
      return value;
    }
    if (count == MAX_MEMBERS) {
      return Defect.MEMBERS;
    }
    return store(start, equalSign, end);
  }

  private Defect store(int start, int equalSign, int end) {
    for (int i = 0; i < count; i++) {
      if (Arrays.equals(bytes, starts[i], equalSigns[i], bytes, start, equalSign)) {
        return Defect.DUPLICATE_KEY;
      }
    }
    if (equalSign - start == 2 && bytes[start] == 'o' && bytes[start + 1] == 't') {
      ot = count;
    }
    starts[count] = start;
    equalSigns[count] = equalSign;
    ends[count] = end;
    count++;
    return Defect.NONE;
  }

  private Defect keyDefect(int from, int to) {
    int at = indexOf((byte) '@', from, to);
    if (at == to) {
      return partDefect(from, to, MAX_KEY, false);
    }
    Defect tenant = partDefect(from, at, MAX_TENANT, true);
    return tenant == Defect.NONE ? partDefect(at + 1, to, MAX_SYSTEM, false) : tenant;
  }

  private Defect partDefect(int from, int to, int limit, boolean digitFirst) {
    if (from >= to || !(lowerCase(bytes[from]) || (digitFirst && digit(bytes[from])))) {
      return Defect.SYNTAX;
    }
    for (int i = from + 1; i < to; i++) {
      if (!keyCharacter(bytes[i])) {
        return Defect.SYNTAX;
      }
    }
    return to - from > limit ? Defect.SIZE : Defect.NONE;
  }

  private Defect valueDefect(int from, int to) {
    if (from >= to) {
      return Defect.SYNTAX;
    }
    for (int i = from; i < to; i++) {
      if (bytes[i] < ' ' || bytes[i] > '~' || bytes[i] == '=') {
        return Defect.SYNTAX;
      }
    }
    return to - from > MAX_VALUE ? Defect.SIZE : Defect.NONE;
  }

  /** Bytes that {@link #writeWithoutOt} writes. */
  int sizeWithoutOt() {
    int size = 0;
    for (int i = 0; i < count; i++) {
      size += i == ot ? 0 : 1 + ends[i] - starts[i];
    }
    return size;
  }

  /** Writes all members but {@code ot}, each with a comma before it. */
  void writeWithoutOt(byte[] target, int at) {
    int end = at;
    for (int i = 0; i < count; i++) {
      if (i != ot) {
        int length = ends[i] - starts[i];
        target[end] = ',';
        System.arraycopy(bytes, starts[i], target, end + 1, length);
        end += 1 + length;
      }
    }
  }

  private int indexOf(byte character, int from, int to) {
    int at = from;
    while (at < to && bytes[at] != character) {
      at++;
    }
    return at;
  }

  private static boolean blank(byte character) {
    return character == ' ' || character == '\t';
  }

  private static boolean keyCharacter(byte character) {
    return lowerCase(character)
        || digit(character)
        || character == '_'
        || character == '-'
        || character == '*'
        || character == '/';
  }

  static boolean lowerCase(byte character) {
    return character >= 'a' && character <= 'z';
  }

  static boolean digit(byte character) {
    return character >= '0' && character <= '9';
  }
}
