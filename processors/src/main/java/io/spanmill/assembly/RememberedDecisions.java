package io.spanmill.assembly;

import io.spanmill.model.Basis;
import io.spanmill.model.CloseReason;
import io.spanmill.model.Threshold;
import io.spanmill.model.TraceId;
import io.spanmill.model.Verdict;
import io.spanmill.state.Stamp;
import io.spanmill.trace.Trace;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The verdicts of traces that are no longer in memory, by id, in a table of longs. Not thread-safe.
 *
 * <p>A verdict is forgotten together with its batch, and no batch before the log below it is done
 * with: a span that is read again after a restart must find the verdict that it fell under.
 */
final class RememberedDecisions {
  /** Not remembered. */
  static final int NONE = -1;

  private static final int HIGH = 0;
  private static final int LOW = 1;
  private static final int THRESHOLD = 2;
  private static final int CLOSED = 3;

  /** Offset of the batch. */
  private static final int BATCH = 4;

  private static final int FLOOR = 5;
  private static final int RANDOMNESS = 6;

  private static final int WIDTH = 7;

  /** The threshold, 0 … 2^56, is in the low bits of its column; above them: */
  private static final long THRESHOLD_BITS = (1L << 57) - 1;

  private static final int SOURCE_SHIFT = 57;
  private static final long MISSING_IS_UNKNOWN = 1L << 60;
  private static final long THRESHOLD_UNKNOWN = 1L << 61;
  private static final long KEPT = 1L << 62;
  private static final Basis.Source[] SOURCES = Basis.Source.values();

  /** There was a verdict once; the trace is open again. */
  private static final long VOID = -1;

  private static final byte FREE = 0;

  private record Batch(long offset, long newestMillis) {}

  private final DecisionLog log;
  private final Deque<Batch> batches = new ArrayDeque<>();
  private long[] table = new long[1024 * WIDTH];

  /**
   * For each slot {@link #FREE}, or seven bits of its trace's hash: most traces that are asked for
   * are not there, and so few bytes stay in the processor's caches where the table does not.
   */
  private byte[] tags = new byte[1024];

  private int mask = 1023;
  private int size;

  RememberedDecisions(DecisionLog log) {
    this.log = log;
  }

  int size() {
    return size;
  }

  /** Bytes that this takes in memory, about. */
  long footprint() {
    return size * 2L * (WIDTH * Long.BYTES + 1) + batches.size() * 48L;
  }

  /** Takes in an entry that stands, or will stand, in the log's batch at an offset. */
  void put(DecisionBatch.Entry entry, long offset) {
    Batch last = batches.peekLast();
    if (last == null || last.offset() != offset) {
      batches.add(
          new Batch(offset, Stamp.NONE)); // takes memory at once, as it does after a restart
    }
    int slot = find(entry.idHigh(), entry.idLow());
    if (slot == NONE) {
      if (size * 3 >= mask * 2) {
        grow();
      }
      slot = take(entry.idHigh(), entry.idLow());
      size++;
    }
    int row = slot * WIDTH;
    table[row + HIGH] = entry.idHigh();
    table[row + LOW] = entry.idLow();
    table[row + THRESHOLD] = verdict(entry);
    table[row + CLOSED] = entry.closedMillis();
    table[row + BATCH] = offset;
    table[row + FLOOR] = entry.verdict().floor();
    table[row + RANDOMNESS] = entry.verdict().basis().randomness();
  }

  private static long verdict(DecisionBatch.Entry entry) {
    if (entry.stage() == DecisionBatch.Stage.OPEN_AGAIN) {
      return VOID;
    }
    Verdict verdict = entry.verdict();
    Basis basis = verdict.basis();
    boolean unknown = verdict.threshold() == Threshold.UNKNOWN;
    return (unknown ? THRESHOLD_UNKNOWN : verdict.threshold())
        | (verdict.kept() ? KEPT : 0)
        | (long) basis.source().ordinal() << SOURCE_SHIFT
        | (basis.missingIsUnknown() ? MISSING_IS_UNKNOWN : 0);
  }

  /** The log has a batch of these entries, or a piece of it, at this offset. */
  void batchWritten(long offset, List<DecisionBatch.Entry> entries) {
    Batch last = batches.peekLast();
    boolean isPiece = last != null && last.offset() == offset;
    long newest = isPiece ? batches.removeLast().newestMillis() : Stamp.NONE;
    for (DecisionBatch.Entry entry : entries) {
      newest = Math.max(newest, entry.closedMillis());
    }
    batches.add(new Batch(offset, newest));
  }

  int find(long idHigh, long idLow) {
    int hash = TraceId.hash(idHigh, idLow);
    byte tag = tag(hash);
    int slot = hash & mask;
    while (tags[slot] != FREE) {
      if (tags[slot] == tag
          && table[slot * WIDTH + LOW] == idLow
          && table[slot * WIDTH + HIGH] == idHigh) {
        return slot;
      }
      slot = (slot + 1) & mask;
    }
    return NONE;
  }

  /** Of bits that say little about the slot. */
  private static byte tag(int hash) {
    return (byte) (hash >>> 25 | 0x80);
  }

  private int take(long idHigh, long idLow) {
    int hash = TraceId.hash(idHigh, idLow);
    int slot = hash & mask;
    while (tags[slot] != FREE) {
      slot = (slot + 1) & mask;
    }
    tags[slot] = tag(hash);
    return slot;
  }

  /** 0 … 2^56 or {@link Threshold#UNKNOWN}. */
  long threshold(int slot) {
    long word = table[slot * WIDTH + THRESHOLD];
    return (word & THRESHOLD_UNKNOWN) != 0 ? Threshold.UNKNOWN : word & THRESHOLD_BITS;
  }

  /** The least threshold of a span that was there at the decision. */
  long floor(int slot) {
    return table[slot * WIDTH + FLOOR];
  }

  /** What the verdict rests on. */
  Basis basis(int slot) {
    long word = table[slot * WIDTH + THRESHOLD];
    Basis.Source source = SOURCES[(int) (word >>> SOURCE_SHIFT) & 3];
    long randomness = table[slot * WIDTH + RANDOMNESS];
    return new Basis(randomness, source, (word & MISSING_IS_UNKNOWN) != 0);
  }

  boolean isKept(int slot) {
    return (table[slot * WIDTH + THRESHOLD] & KEPT) != 0;
  }

  /** Whether the verdict holds no more, since the trace was opened anew. */
  boolean isVoid(int slot) {
    return table[slot * WIDTH + THRESHOLD] == VOID;
  }

  long closedMillis(int slot) {
    return table[slot * WIDTH + CLOSED];
  }

  /** Where the batch lies that this verdict stands in. */
  long batchOffset(int slot) {
    return table[slot * WIDTH + BATCH];
  }

  /** Whether the decision of a trace that lingers was taken below an offset. */
  boolean isFromBefore(Trace lingering, long recordOffset) {
    return batchOffset(find(lingering.idHigh(), lingering.idLow())) < recordOffset;
  }

  /** The verdict once more, for the log to hold: a span came that fell under it. */
  DecisionBatch.Entry touched(int slot) {
    return entry(slot, DecisionBatch.Stage.SETTLED);
  }

  /** The verdict's end, for the log to hold: its trace is opened anew. */
  DecisionBatch.Entry voided(int slot) {
    return entry(slot, DecisionBatch.Stage.OPEN_AGAIN);
  }

  private DecisionBatch.Entry entry(int slot, DecisionBatch.Stage stage) {
    return new DecisionBatch.Entry(
        table[slot * WIDTH + HIGH],
        table[slot * WIDTH + LOW],
        verdict(slot),
        closedMillis(slot),
        0,
        CloseReason.COMPLETE,
        false,
        stage);
  }

  /** What is left of a verdict. */
  Verdict verdict(int slot) {
    long threshold = isVoid(slot) ? Threshold.NEVER : threshold(slot);
    return new Verdict(isKept(slot), threshold, floor(slot), basis(slot), "", null, List.of());
  }

  /** Forgets all that was decided at or before a time and below an offset, oldest first. */
  int forget(long decidedUpToMillis, long belowOffset) {
    int before = size;
    while (!batches.isEmpty() && batches.getFirst().newestMillis() <= decidedUpToMillis) {
      if (!forgetOldest(belowOffset)) {
        break;
      }
    }
    return before - size;
  }

  /** Forgets the oldest batch if it lies below an offset; whether it did. */
  boolean forgetOldest(long belowOffset) {
    Batch oldest = batches.peekFirst();
    if (oldest == null || oldest.offset() >= belowOffset) {
      return false;
    }
    for (byte[] piece : log.read(oldest.offset())) {
      forget(DecisionBatch.read(piece), oldest.offset());
    }
    log.delete(oldest.offset());
    batches.removeFirst();
    return true;
  }

  private void forget(List<DecisionBatch.Entry> entries, long offset) {
    for (DecisionBatch.Entry entry : entries) {
      int slot = find(entry.idHigh(), entry.idLow());
      if (slot != NONE && batchOffset(slot) == offset) {
        remove(slot);
      }
    }
  }

  /** Those behind it move up, so that no gap parts them from their place. */
  private void remove(int slot) {
    int gap = slot;
    for (int at = (gap + 1) & mask; tags[at] != FREE; at = (at + 1) & mask) {
      int home = TraceId.hash(table[at * WIDTH + HIGH], table[at * WIDTH + LOW]) & mask;
      if (((at - home) & mask) >= ((at - gap) & mask)) {
        System.arraycopy(table, at * WIDTH, table, gap * WIDTH, WIDTH);
        tags[gap] = tags[at];
        gap = at;
      }
    }
    tags[gap] = FREE;
    size--;
  }

  private void grow() {
    long[] old = table;
    byte[] oldTags = tags;
    mask = mask * 2 + 1;
    table = new long[(mask + 1) * WIDTH];
    tags = new byte[mask + 1];
    for (int before = 0; before < oldTags.length; before++) {
      if (oldTags[before] != FREE) {
        int row = before * WIDTH;
        int slot = take(old[row + HIGH], old[row + LOW]);
        System.arraycopy(old, row, table, slot * WIDTH, WIDTH);
      }
    }
  }
}
