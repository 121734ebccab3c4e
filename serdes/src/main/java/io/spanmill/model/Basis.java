package io.spanmill.model;

import java.util.Locale;

/**
 * What a verdict rests on: the trace's randomness, and what that makes of the thresholds that its
 * spans came with.
 *
 * @param randomness R, 0 to 2^56 &minus; 1
 * @param source where R comes from
 * @param missingIsUnknown whether a span without threshold is one of unknown probability, rather
 *     than one that nobody has sampled
 */
public record Basis(long randomness, Source source, boolean missingIsUnknown) {
  /** Where a randomness comes from. The order is part of stored formats. */
  public enum Source {
    TRACE_ID,
    /** The {@code rv} of the trace's root, or else of its smallest span. */
    RV,
    /** A hash of the trace id, written as {@code rv} on what is kept. */
    HASH,
    /** A hash of the trace id that nobody is told: what is kept has no threshold. */
    HIDDEN_HASH;

    private final String label = name().toLowerCase(Locale.ROOT);

    public String label() {
      return label;
    }
  }

  /** A span has no {@code rv}. */
  public static final long NO_RANDOMNESS = -1;

  /** The randomness of a trace id, presumed to be random, and missing thresholds taken for 0. */
  public static Basis ofTraceId(long idLow) {
    return new Basis(TraceId.randomness(idLow), Source.TRACE_ID, false);
  }

  /**
   * What is to be believed of the threshold that a span came with.
   *
   * @param arrived 0 to 2^56 &minus; 1, {@link Threshold#ABSENT} or {@link Threshold#UNKNOWN}
   * @param rv the span's own randomness or {@link #NO_RANDOMNESS}
   * @return the same, or {@link Threshold#UNKNOWN} where it contradicts the trace's randomness: the
   *     span would not be here, or whoever reads it would hold it against another one
   */
  public long settled(long arrived, long rv) {
    if (arrived == Threshold.ABSENT && missingIsUnknown) {
      return Threshold.UNKNOWN;
    }
    return isHeldAgainst(arrived, rv) && arrived <= randomness ? arrived : Threshold.UNKNOWN;
  }

  private boolean isHeldAgainst(long arrived, long rv) {
    return switch (source) {
      case TRACE_ID -> rv == NO_RANDOMNESS;
      case RV -> rv == randomness;
      case HASH -> rv == NO_RANDOMNESS && arrived == Threshold.ABSENT;
      case HIDDEN_HASH -> false;
    };
  }
}
