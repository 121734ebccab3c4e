package io.spanmill.otlp;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.spanmill.model.Threshold;
import java.util.Arrays;
import java.util.Set;

/**
 * A span's <a href="https://www.w3.org/TR/trace-context-2/#tracestate-header">W3C tracestate</a>,
 * read where it lies, and what OpenTelemetry's member {@code ot} says in it about sampling. Not
 * thread-safe; made to be kept and aimed again with {@link #read}.
 *
 * <p>The grammar is taken strictly. If the list or {@code ot} as a whole is malformed, nothing in
 * it is believed and nothing is written into it; {@code th} and {@code rv} are judged
 * independently. All methods speak of the bytes given to the last {@link #read}, which must not
 * change before they are called.
 */
public final class TraceState {
  /** What is wrong, first found first told. Whatever starts with OT is within the member. */
  public enum Defect {
    NONE,
    SYNTAX,
    /** A key or a value is too long. */
    SIZE,
    /** More than 32 members. */
    MEMBERS,
    DUPLICATE_KEY,
    OT_SYNTAX,
    OT_SIZE,
    OT_DUPLICATE_KEY,
    /** The threshold has other characters than lower-case hexadecimal digits, or none. */
    TH_SYNTAX,
    TH_SIZE,
    RV_SYNTAX,
    RV_SIZE
  }

  /** What {@link #threshold} and {@link #randomness} are without a valid one. */
  public static final long NONE = -1;

  private static final byte[] OT = {'o', 't', '='};

  private final MemberList members = new MemberList();
  private final OtMember ot = new OtMember();

  private byte[] bytes = new byte[0];
  private int from;
  private int to;
  private boolean empty = true;
  private Defect listDefect = Defect.NONE;

  /** Reads {@code source[start..end)}; an empty range is a span without tracestate. */
  public void read(byte[] source, int start, int end) {
    bytes = source;
    from = start;
    to = end;
    if (start < end) {
      readList();
    } else if (!empty) {
      forget();
    }
  }

  private void forget() {
    empty = true;
    listDefect = Defect.NONE;
    members.clear();
    ot.clear();
  }

  private void readList() {
    empty = false;
    ot.clear();
    listDefect = members.read(bytes, from, to);
    if (listDefect == Defect.NONE && members.ot() >= 0) {
      int member = members.ot();
      ot.read(bytes, members.from(member) + OT.length, members.to(member));
    }
  }

  /** The rejection threshold, 0 to 2^56 &minus; 1, or {@link #NONE}. */
  public long threshold() {
    return ot.threshold();
  }

  /** The explicit randomness, 0 to 2^56 &minus; 1, or {@link #NONE}. */
  public long randomness() {
    return ot.randomness();
  }

  /** Whether there is a member with this key, and its value is among these. */
  public boolean has(byte[] key, Set<String> values) {
    return members.has(key, values);
  }

  public Defect defect() {
    return listDefect == Defect.NONE ? ot.defect() : listDefect;
  }

  public boolean malformed() {
    return defect() != Defect.NONE;
  }

  /**
   * True if there may have been a threshold that cannot be known: anything is malformed but {@code
   * rv}. Then {@link #threshold} is {@link #NONE}, and the text is kept as it is.
   */
  public boolean thresholdUnknown() {
    return listDefect != Defect.NONE || ot.thresholdUnknown();
  }

  /**
   * False if {@link #withThreshold} cannot write it: the text is malformed, has 32 members without
   * {@code ot}, or {@code ot} would be longer than 256 characters.
   */
  public boolean accepts(long newThreshold) {
    return acceptsDigits(Threshold.encode(newThreshold).length());
  }

  private boolean acceptsDigits(int count) {
    return !thresholdUnknown()
        && (members.ot() >= 0 || members.count() < MemberList.MAX_MEMBERS)
        && ot.sizeWith(count) <= MemberList.MAX_VALUE;
  }

  /**
   * A copy with this threshold in it. The member {@code ot} moves to the front if it changes; all
   * other members and sub-keys stay as they are and in order, blanks between members go. A text
   * that has it already is copied unchanged; one that does not {@linkplain #accepts accept} it
   * loses the threshold it has, which would be wrong from now on.
   *
   * @param newThreshold 0 to 2^56 &minus; 1
   */
  public byte[] withThreshold(long newThreshold) {
    return newThreshold == threshold() ? copy() : with(Threshold.encode(newThreshold));
  }

  /**
   * A copy with this threshold and this randomness in it, in the way of {@link #withThreshold}; a
   * text that has a randomness, even a malformed one, is copied unchanged.
   *
   * @param newThreshold 0 to 2^56 &minus; 1
   * @param newRandomness 0 to 2^56 &minus; 1
   */
  public byte[] withThreshold(long newThreshold, long newRandomness) {
    String rv = Threshold.allDigits(newRandomness);
    return ot.hasRandomnessKey() ? copy() : with(Threshold.encode(newThreshold) + ";rv:" + rv);
  }

  private byte[] with(String thresholdAndMore) {
    byte[] digits = thresholdAndMore.getBytes(US_ASCII);
    if (!acceptsDigits(digits.length)) {
      return withoutThreshold();
    }
    byte[] target = new byte[OT.length + ot.sizeWith(digits.length) + members.sizeWithoutOt()];
    System.arraycopy(OT, 0, target, 0, OT.length);
    int end = ot.writeWith(digits, target, OT.length);
    members.writeWithoutOt(target, end);
    return target;
  }

  /**
   * A copy without threshold, changed in the way of {@link #withThreshold}; the member {@code ot}
   * goes if nothing else is in it. A malformed threshold stays.
   */
  public byte[] withoutThreshold() {
    if (threshold() == NONE) {
      return copy();
    }
    int rest = ot.sizeWithout();
    int others = members.sizeWithoutOt();
    if (rest == 0) {
      return withoutOt(others);
    }
    byte[] target = new byte[OT.length + rest + others];
    System.arraycopy(OT, 0, target, 0, OT.length);
    int end = ot.writeWithout(target, OT.length);
    members.writeWithoutOt(target, end);
    return target;
  }

  private byte[] withoutOt(int others) {
    if (others == 0) {
      return new byte[0];
    }
    byte[] led = new byte[others];
    members.writeWithoutOt(led, 0);
    return Arrays.copyOfRange(led, 1, others);
  }

  private byte[] copy() {
    return Arrays.copyOfRange(bytes, from, to);
  }
}
