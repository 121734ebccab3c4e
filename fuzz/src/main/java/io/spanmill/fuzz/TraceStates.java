package io.spanmill.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.spanmill.model.Threshold;
import io.spanmill.otlp.TraceState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A tracestate into which a threshold is written says that threshold, stays well-formed, and keeps
 * all else that it said, in order; one that cannot take it is left alone or loses the threshold
 * that would be wrong. The first eight bytes of an input are the threshold, the rest is the text.
 */
public final class TraceStates {
  private TraceStates() {}

  /** Throws an {@link AssertionError} where something does not hold. */
  public static void fuzzerTestOneInput(byte[] input) {
    if (input.length < Long.BYTES) {
      return;
    }
    long threshold = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      threshold = threshold << Byte.SIZE | (input[i] & 0xff);
    }
    byte[] text = Arrays.copyOfRange(input, Long.BYTES, input.length);
    digits(text);
    check(text, threshold & (Threshold.MAX - 1), (threshold >>> 7) & (Threshold.MAX - 1));
  }

  private static void digits(byte[] text) {
    long parsed = Threshold.parse(text, 0, text.length);
    boolean wellFormed = new String(text, ISO_8859_1).matches("[0-9a-f]{1,14}");
    Claim.holds((parsed != Threshold.INVALID) == wellFormed, "digits are taken, and only digits");
    if (wellFormed) {
      String canonical = new String(text, ISO_8859_1).replaceFirst("(?<=.)0+$", "");
      Claim.holds(Threshold.encode(parsed).equals(canonical), "digits come back without zeros");
    }
  }

  private static void check(byte[] text, long threshold, long randomness) {
    TraceState before = read(text);
    Claim.holds(
        !before.malformed() || before.defect() != TraceState.Defect.NONE, "a defect has a name");
    Claim.holds(
        before.threshold() == TraceState.NONE || !before.thresholdUnknown(),
        "a threshold is read or not known");
    byte[] written = before.withThreshold(threshold);
    if (before.accepts(threshold)) {
      takes(text, written, threshold);
    } else {
      doesNotTake(text, written);
    }
    withRandomness(text, threshold, randomness);
    without(text);
  }

  private static void takes(byte[] text, byte[] written, long threshold) {
    TraceState before = read(text);
    TraceState after = read(written);
    Claim.holds(after.threshold() == threshold, "what was written is read");
    Claim.holds(after.randomness() == before.randomness(), "the randomness stays");
    Claim.holds(after.defect() == before.defect(), "what was well-formed is, and no more");
    Claim.holds(others(written).equals(others(text)), "other members stay, in order");
    Claim.holds(subKeys(written).equals(subKeys(text)), "other sub-keys stay, in order");
    Claim.holds(Arrays.equals(after.withThreshold(threshold), written), "twice is once");
  }

  /** Malformed as a whole: nothing is written. Full: the old threshold goes. */
  private static void doesNotTake(byte[] text, byte[] written) {
    TraceState before = read(text);
    if (before.thresholdUnknown()) {
      Claim.holds(Arrays.equals(written, text), "what is not understood stays as it is");
    } else {
      Claim.holds(Arrays.equals(written, before.withoutThreshold()), "no wrong threshold is left");
    }
  }

  private static void withRandomness(byte[] text, long threshold, long randomness) {
    TraceState before = read(text);
    byte[] written = before.withThreshold(threshold, randomness);
    TraceState after = read(written);
    if (after.randomness() != before.randomness()) {
      Claim.holds(before.randomness() == TraceState.NONE, "a randomness is never replaced");
      Claim.holds(after.randomness() == randomness, "the randomness that was written is read");
      Claim.holds(after.threshold() == threshold, "and the threshold with it");
      Claim.holds(others(written).equals(others(text)), "other members stay beside a randomness");
    }
    Claim.holds(after.thresholdUnknown() == before.thresholdUnknown(), "nothing gets malformed");
  }

  private static void without(byte[] text) {
    TraceState before = read(text);
    byte[] written = before.withoutThreshold();
    TraceState after = read(written);
    Claim.holds(after.threshold() == TraceState.NONE, "a threshold that was taken away is gone");
    Claim.holds(after.randomness() == before.randomness(), "the randomness stays without it");
    Claim.holds(after.thresholdUnknown() == before.thresholdUnknown(), "nothing gets malformed");
    if (before.threshold() != TraceState.NONE) {
      Claim.holds(others(written).equals(others(text)), "other members stay without it");
      Claim.holds(subKeys(written).equals(subKeys(text)), "other sub-keys stay without it");
    }
  }

  private static TraceState read(byte[] text) {
    byte[] framed = new byte[text.length + 2];
    Arrays.fill(framed, (byte) ',');
    System.arraycopy(text, 0, framed, 1, text.length);
    TraceState state = new TraceState();
    state.read("ot=th:8;rv:00000000000001,x=1".getBytes(ISO_8859_1), 0, 29);
    state.read(framed, 1, framed.length - 1);
    return state;
  }

  /** The members beside {@code ot}, split in the simplest way. */
  private static List<String> others(byte[] text) {
    return members(text).stream().filter(member -> !member.startsWith("ot=")).toList();
  }

  /** What is in {@code ot} beside the threshold. */
  private static List<String> subKeys(byte[] text) {
    List<String> pairs = new ArrayList<>();
    for (String member : members(text)) {
      if (member.startsWith("ot=")) {
        for (String pair : member.substring(3).split(";", -1)) {
          if (!pair.startsWith("th:")) {
            pairs.add(pair);
          }
        }
      }
    }
    return pairs;
  }

  private static List<String> members(byte[] text) {
    List<String> members = new ArrayList<>();
    for (String member : new String(text, ISO_8859_1).split(",", -1)) {
      String trimmed = member.replaceAll("^[ \t]+|[ \t]+$", "");
      if (!trimmed.isEmpty()) {
        members.add(trimmed);
      }
    }
    return members;
  }
}
