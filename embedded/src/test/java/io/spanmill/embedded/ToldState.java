package io.spanmill.embedded;

import java.util.ArrayList;
import java.util.List;

/**
 * A trace state, read naively: good for texts that are well-formed.
 *
 * @param threshold 56 bits, or −1
 * @param randomness 56 bits, or −1
 * @param others the other members, and what else is in {@code ot}
 */
record ToldState(long threshold, long randomness, List<String> others) {
  private static final int DIGITS = 14;

  static ToldState of(String text) {
    long threshold = -1;
    long randomness = -1;
    List<String> others = new ArrayList<>();
    for (String member : text.isEmpty() ? new String[0] : text.split(",")) {
      if (!member.strip().startsWith("ot=")) {
        others.add(member.strip());
        continue;
      }
      for (String part : member.strip().substring("ot=".length()).split(";")) {
        if (part.startsWith("th:")) {
          threshold = bits(part.substring(3));
        } else {
          randomness = part.startsWith("rv:") ? bits(part.substring(3)) : randomness;
          others.add("ot: " + part);
        }
      }
    }
    return new ToldState(threshold, randomness, others.stream().sorted().toList());
  }

  /** Leading digits of 56 bits. */
  static long bits(String digits) {
    return Long.parseLong(digits + "0".repeat(DIGITS - digits.length()), 16);
  }

  /** The state's own, else the low 56 bits of the trace id. */
  long randomnessIn(String traceId) {
    return randomness >= 0 ? randomness : Long.parseLong(traceId.substring(32 - DIGITS), 16);
  }
}
