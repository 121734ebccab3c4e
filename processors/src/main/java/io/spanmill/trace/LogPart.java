package io.spanmill.trace;

/**
 * Which part of a trace has to be read again from the spans topic after a restart: all of it, or
 * what came since its spans were last set aside, in pieces, elsewhere. Not thread-safe.
 */
public final class LogPart {
  private static final long NOWHERE = -1;

  private long firstOffset = NOWHERE;
  private long sinceMillis;
  private int spansAside;
  private int bytesAside;
  private int pieces;

  /** Where the first span of this part lies in the spans topic; −1 without any. */
  public long firstOffset() {
    return firstOffset;
  }

  public boolean isEmpty() {
    return firstOffset == NOWHERE;
  }

  /** How far time had come in the source that brought that span, in milliseconds. */
  public long sinceMillis() {
    return sinceMillis;
  }

  /** How many spans were set aside: those of the lowest indices. */
  public int spansAside() {
    return spansAside;
  }

  /** Length of those spans' bytes. */
  public int bytesAside() {
    return bytesAside;
  }

  /** In how many pieces they were set aside. */
  public int pieces() {
    return pieces;
  }

  /** Something at this offset has to be read again; whether it is the first. */
  public boolean startsAt(long offset, long millis) {
    if (!isEmpty()) {
      return false;
    }
    firstOffset = offset;
    sinceMillis = millis;
    return true;
  }

  /** All spans that there are were set aside, in so many pieces more. */
  public void setAside(int spans, int bytes, int morePieces) {
    firstOffset = NOWHERE;
    spansAside = spans;
    bytesAside = bytes;
    pieces += morePieces;
  }

  /** As before the first span. */
  void clear() {
    firstOffset = NOWHERE;
    sinceMillis = 0;
    spansAside = 0;
    bytesAside = 0;
    pieces = 0;
  }
}
