package io.spanmill.otlp;

import io.spanmill.model.Threshold;
import io.spanmill.otlp.TraceState.Defect;
import java.util.Arrays;

/**
 * The value of the tracestate member {@code ot}: {@code key:value} pairs with semicolons between
 * them. Not thread-safe; made to be read again.
 */
final class OtMember {
  private static final byte[] THRESHOLD_KEY = {'t', 'h', ':'};
  private static final int MAX_SIZE = 256;
  private static final int MAX_DIGITS = 14;

  /** The shortest pair and its semicolon are three characters. */
  private static final int MAX_PAIRS = MAX_SIZE / 3 + 1;

  private final int[] starts = new int[MAX_PAIRS];
  private final int[] colons = new int[MAX_PAIRS];
  private int pairs;

  private byte[] bytes = new byte[0];
  private int from;
  private int to;

  /** Where the pair {@code th} lies; from the key on, without semicolons. Empty without one. */
  private int thFrom;

  private int thTo;
  private long threshold = TraceState.NONE;
  private long randomness = TraceState.NONE;
  private boolean thresholdUnknown;
  private boolean hasRandomnessKey;
  private Defect defect = Defect.NONE;

  void clear() {
    pairs = 0;
    from = 0;
    to = 0;
    thFrom = 0;
    thTo = 0;
    threshold = TraceState.NONE;
    randomness = TraceState.NONE;
    thresholdUnknown = false;
    hasRandomnessKey = false;
    defect = Defect.NONE;
  }

  long threshold() {
    return threshold;
  }

  long randomness() {
    return randomness;
  }

  Defect defect() {
    return defect;
  }

  /** Whether there is an {@code rv}, be it malformed. */
  boolean hasRandomnessKey() {
    return hasRandomnessKey;
  }

  boolean thresholdUnknown() {
    return thresholdUnknown;
  }

  void read(byte[] source, int start, int end) {
    clear();
    bytes = source;
    from = start;
    to = end;
    Defect whole = end - start > MAX_SIZE ? Defect.OT_SIZE : readPairs();
    if (whole != Defect.NONE) {
      clear();
      defect = whole;
      thresholdUnknown = true;
    }
  }

  /** There is always a pair, and one more behind every semicolon. */
  private Defect readPairs() {
    int at = from;
    do {
      int end = indexOf((byte) ';', at, to);
      Defect pair = readPair(at, end);
      if (pair != Defect.NONE) {
        return pair;
      }
      at = end + 1;
    } while (at <= to);
    return Defect.NONE;
  }

  private Defect readPair(int start, int end) {
    int colon = indexOf((byte) ':', start, end);
    if (colon == end || !isKey(start, colon) || !isValue(colon + 1, end)) {
      return Defect.OT_SYNTAX;
    }
    for (int i = 0; i < pairs; i++) {
      if (Arrays.equals(bytes, starts[i], colons[i], bytes, start, colon)) {
        return Defect.OT_DUPLICATE_KEY;
      }
    }
    starts[pairs] = start;
    colons[pairs] = colon;
    pairs++;
    readSampling(start, colon, end);
    return Defect.NONE;
  }

  private void readSampling(int start, int colon, int end) {
    if (isKey(start, colon, 't', 'h')) {
      thFrom = start;
      thTo = end;
      readThreshold(colon + 1, end);
    } else if (isKey(start, colon, 'r', 'v')) {
      hasRandomnessKey = true;
      readRandomness(colon + 1, end);
    }
  }

  private void readThreshold(int start, int end) {
    threshold = Threshold.parse(bytes, start, end);
    if (threshold == Threshold.INVALID) {
      thresholdUnknown = true;
      note(end - start > MAX_DIGITS ? Defect.TH_SIZE : Defect.TH_SYNTAX);
    }
  }

  /** All digits are there, so that the number is that of a threshold of this spelling. */
  private void readRandomness(int start, int end) {
    if (end - start != MAX_DIGITS) {
      note(Defect.RV_SIZE);
      return;
    }
    randomness = Threshold.parse(bytes, start, end);
    if (randomness == Threshold.INVALID) {
      note(Defect.RV_SYNTAX);
    }
  }

  private void note(Defect found) {
    defect = defect == Defect.NONE ? found : defect;
  }

  /** Size of the value with a threshold of so many digits. */
  int sizeWith(int digits) {
    int rest = sizeWithout();
    return THRESHOLD_KEY.length + digits + (rest == 0 ? 0 : 1 + rest);
  }

  /** Size of the value without threshold. */
  int sizeWithout() {
    if (thFrom == thTo) {
      return to - from;
    }
    return Math.max(0, to - from - (thTo - thFrom) - 1);
  }

  /** Writes the value with this threshold, where the old one was or in front; tells the end. */
  int writeWith(byte[] digits, byte[] target, int at) {
    int first = thFrom == thTo ? from : thFrom;
    int end = copy(from, first, target, at);
    end = copy(THRESHOLD_KEY, target, end);
    end = copy(digits, target, end);
    if (thFrom == thTo && from < to) {
      target[end++] = ';';
    }
    return copy(thFrom == thTo ? from : thTo, to, target, end);
  }

  /** Writes the value without its threshold and the semicolon next to it; tells the end. */
  int writeWithout(byte[] target, int at) {
    if (thFrom == from) {
      return copy(Math.min(thTo + 1, to), to, target, at);
    }
    int end = copy(from, thFrom - 1, target, at);
    return copy(thTo, to, target, end);
  }

  private int copy(int start, int end, byte[] target, int at) {
    System.arraycopy(bytes, start, target, at, end - start);
    return at + end - start;
  }

  private static int copy(byte[] source, byte[] target, int at) {
    System.arraycopy(source, 0, target, at, source.length);
    return at + source.length;
  }

  private boolean isKey(int start, int end, char first, char second) {
    return end - start == 2 && bytes[start] == first && bytes[start + 1] == second;
  }

  private boolean isKey(int start, int end) {
    if (start == end || !MemberList.lowerCase(bytes[start])) {
      return false;
    }
    for (int i = start + 1; i < end; i++) {
      if (!MemberList.lowerCase(bytes[i]) && !MemberList.digit(bytes[i])) {
        return false;
      }
    }
    return true;
  }

  private boolean isValue(int start, int end) {
    for (int i = start; i < end; i++) {
      if (!isValueCharacter(bytes[i])) {
        return false;
      }
    }
    return true;
  }

  private static boolean isValueCharacter(byte character) {
    return MemberList.lowerCase(character)
        || MemberList.digit(character)
        || (character >= 'A' && character <= 'Z')
        || character == '.'
        || character == '_'
        || character == '-';
  }

  private int indexOf(byte character, int start, int end) {
    int at = start;
    while (at < end && bytes[at] != character) {
      at++;
    }
    return at;
  }
}
