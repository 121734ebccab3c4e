package io.spanmill.assembly;

import io.spanmill.assembly.Outcomes.Shed;
import io.spanmill.trace.Trace;
import java.util.function.LongSupplier;

/**
 * Keeps an assembler within its share of the memory: what is oldest goes first, and something of
 * everything is left. Not thread-safe.
 */
final class MemoryRelief {
  /** What can be done with a trace to be rid of it. */
  interface Means {
    /** An open trace is decided early. */
    void closeEarly(Trace trace);

    /** A lingering trace is only remembered from now on. */
    void settle(Trace trace);

    /** Nothing below this offset of the log is needed. */
    long lowWater();
  }

  /** Lingering traces, and verdicts, may each keep this part of the memory when it is short. */
  private static final int RESERVE = 4;

  /** This part of the memory is made free at a time. */
  private static final int RELIEF = 32;

  private final LongSupplier share;
  private final HeldTraces held;
  private final RememberedDecisions remembered;
  private final Means means;
  private final Outcomes outcomes;
  private boolean forgot;

  /**
   * @param share how many bytes may be held, asked again each time
   */
  MemoryRelief(
      LongSupplier share,
      HeldTraces held,
      RememberedDecisions remembered,
      Means means,
      Outcomes outcomes) {
    this.share = share;
    this.held = held;
    this.remembered = remembered;
    this.means = means;
    this.outcomes = outcomes;
  }

  long heldBytes() {
    return held.openBytes() + held.lingeringBytes() + remembered.footprint();
  }

  /**
   * Makes free what is too much.
   *
   * @return whether decisions were forgotten
   */
  boolean relieve() {
    long most = share.getAsLong();
    if (heldBytes() <= most) {
      return false;
    }
    // Some more than need be, so that not every record has to: what closes together is cheaper.
    long enough = most - most / RELIEF;
    forgot = false;
    boolean more = true;
    while (more && heldBytes() > enough) {
      more = relieveOnce(most / RESERVE);
    }
    return forgot;
  }

  private boolean relieveOnce(long reserve) {
    if (remembered.footprint() > reserve && forgetOldest()) {
      return true;
    }
    Trace lingering = held.longestLingering();
    Trace open = held.oldest();
    if (lingering != null && (held.lingeringBytes() > reserve || open == null)) {
      means.settle(lingering);
      outcomes.shed(Shed.LINGERING, 1);
      return true;
    }
    if (open != null) {
      means.closeEarly(open);
      return true;
    }
    return forgetOldest();
  }

  private boolean forgetOldest() {
    int before = remembered.size();
    boolean forgotten = remembered.forgetOldest(means.lowWater());
    outcomes.shed(Shed.REMEMBERED, before - remembered.size());
    forgot |= forgotten;
    return forgotten;
  }
}
