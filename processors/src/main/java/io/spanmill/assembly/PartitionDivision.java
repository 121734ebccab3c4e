package io.spanmill.assembly;

import io.spanmill.assembly.AssemblyMark.Point;
import io.spanmill.budget.PartitionBudgets;
import io.spanmill.state.Stamp;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Divides one partition of the spans topic, and what its assembler has stored, into several parts
 * by trace: each looks as if it had been alone with its traces from the beginning, and its
 * assembler goes on from there as after any restart. Not thread-safe.
 *
 * <p>A part's log begins with one record without key and value for each older batch of decisions,
 * whose offset that batch takes: a verdict may be forgotten only when its batch lies below the
 * low-water mark. Then all records follow from that mark on, in their order, each with its stamp,
 * as all parts have the same time; of the spans each has its own.
 *
 * <p>Of use: {@link #begin}, {@link #divide} for each record from {@link #from} on, {@link #end}.
 */
public final class PartitionDivision {
  /** Takes what the parts consist of, in their order from 0 on. */
  public interface Parts {
    /** Appends a record to the log of a part; returns its offset there. */
    long append(int part, byte @Nullable [] key, byte @Nullable [] value);

    /** The offset behind the last record of a part's log. */
    long end(int part);

    /** Adds an entry to the decision store of a part. */
    void store(int part, byte[] key, byte[] value);
  }

  private static final byte[] NOTHING = {};
  private static final long UNKNOWN = -1;

  private final TraceSpread spread;
  private final NavigableMap<byte[], byte[]> stored;
  private final long committed;
  private final Parts parts;
  private final @Nullable AssemblyMark mark;
  private final BundleDivision bundles;

  /** Those that have no place yet, by their old offsets. */
  private final TreeMap<Long, List<DecisionBatch.Entry>> batches = new TreeMap<>();

  private final long[] lowWater;
  private final long[] position;
  private final long[] spans;
  private final long[] decisions;

  /**
   * @param stored what the decision store holds, in the order of the keys' unsigned bytes
   * @param committed where the assembler would have gone on
   * @throws IllegalStateException if it was stored by a later release
   */
  public PartitionDivision(
      TraceSpread spread, NavigableMap<byte[], byte[]> stored, long committed, Parts parts) {
    this.spread = spread;
    this.stored = stored;
    this.committed = committed;
    this.parts = parts;
    byte[] bytes = stored.get(StoredDecisionLog.markKey());
    mark = bytes == null ? null : AssemblyMark.of(bytes);
    bundles = new BundleDivision(spread);
    lowWater = new long[spread.parts()];
    position = new long[spread.parts()];
    spans = new long[spread.parts()];
    decisions = new long[spread.parts()];
    Arrays.fill(lowWater, UNKNOWN);
    Arrays.fill(position, UNKNOWN);
  }

  /** A content for the constructor, empty at first. */
  public static NavigableMap<byte[], byte[]> emptyStore() {
    return new TreeMap<>(Arrays::compareUnsigned);
  }

  /** Where the old log has to be read from. */
  public long from() {
    return mark == null ? 0 : mark.lowWater().offset();
  }

  /**
   * Writes what stands before the log.
   *
   * @throws IllegalStateException if it was stored by a later release
   */
  public void begin() {
    for (Map.Entry<byte[], byte[]> entry : stored.entrySet()) {
      byte[] key = entry.getKey();
      byte kind = key[0];
      if (kind >= 0 && key.length >= Long.BYTES) {
        long offset = ByteBuffer.wrap(key).getLong();
        batches
            .computeIfAbsent(offset, unused -> new ArrayList<>())
            .addAll(DecisionBatch.read(entry.getValue()));
      } else if (kind == StoredDecisionLog.PIECE && key.length == StoredDecisionLog.PIECE_KEY) {
        ByteBuffer id = ByteBuffer.wrap(key, 1, key.length - 1);
        parts.store(spread.part(id.getLong(), id.getLong()), key, entry.getValue());
      } else if (kind == StoredDecisionLog.CONTROL || kind == StoredDecisionLog.BUDGET) {
        toAll(kind, key, entry.getValue());
      } else if (!Arrays.equals(key, StoredDecisionLog.markKey())) {
        throw new IllegalStateException(
            String.format("the decision store has a key that begins with %02x", kind));
      }
    }
    fillBelow(from());
  }

  private void toAll(byte kind, byte[] key, byte[] value) {
    for (int part = 0; part < spread.parts(); part++) {
      boolean whole = kind == StoredDecisionLog.CONTROL;
      parts.store(part, key, whole ? value : PartitionBudgets.divided(value, spread.parts(), part));
    }
  }

  /** Gives each batch from before an offset a place of its own. */
  private void fillBelow(long offset) {
    while (!batches.isEmpty() && batches.firstKey() < offset) {
      List<DecisionBatch.Entry> entries = batches.pollFirstEntry().getValue();
      for (int part = 0; part < spread.parts(); part++) {
        DecisionBatch own = only(part, entries);
        if (!own.isEmpty()) {
          store(part, parts.append(part, null, null), own);
        }
      }
    }
  }

  private void store(int part, long offset, DecisionBatch batch) {
    List<byte[]> pieces = batch.drain();
    for (int piece = 0; piece < pieces.size(); piece++) {
      parts.store(part, StoredDecisionLog.batchKey(offset, piece), pieces.get(piece));
    }
  }

  private DecisionBatch only(int part, List<DecisionBatch.Entry> entries) {
    DecisionBatch own = new DecisionBatch();
    for (DecisionBatch.Entry entry : entries) {
      if (spread.part(entry.idHigh(), entry.idLow()) == part) {
        own.add(entry);
      }
    }
    decisions[part] += own.entries().size();
    return own;
  }

  /** Takes the next record of the old log. */
  public void divide(long offset, byte @Nullable [] key, byte @Nullable [] value) {
    if (offset < from()) {
      return;
    }
    fillBelow(offset); // the log has lost their records
    List<DecisionBatch.Entry> taken = batches.remove(offset);
    byte[][] values = values(key, value);
    for (int part = 0; part < spread.parts(); part++) {
      if (values == null && part > 0) {
        break; // nothing of ours: one dead letter is enough
      }
      long at = parts.append(part, key, values == null ? value : values[part]);
      lowWater[part] = lowWater[part] == UNKNOWN ? at : lowWater[part];
      position[part] = position[part] == UNKNOWN && offset >= committed ? at : position[part];
      if (taken != null) {
        DecisionBatch own = only(part, taken);
        if (!own.isEmpty()) {
          store(part, at, own);
        }
      }
    }
  }

  /** Null if it is for none but the first part, which refuses it. */
  private byte @Nullable [][] values(byte @Nullable [] key, byte @Nullable [] value) {
    if (key == null || value == null) {
      return null;
    }
    boolean control;
    try {
      control = Stamp.of(key).kind() == Stamp.Kind.CONTROL;
    } catch (IllegalArgumentException noStamp) {
      return null;
    }
    byte[][] values = new byte[spread.parts()][];
    Arrays.fill(values, control ? value : NOTHING);
    if (control || value.length == 0) {
      return values;
    }
    try {
      values = bundles.divide(value);
      for (int part = 0; part < spread.parts(); part++) {
        spans[part] += bundles.spans(part);
      }
    } catch (ForeignRecordException noBundle) {
      values[0] = value; // its stamp tells the time all the same
    }
    return values;
  }

  /** The old log ends here. */
  public void end() {
    fillBelow(Long.MAX_VALUE);
    for (int part = 0; part < spread.parts(); part++) {
      long end = parts.end(part);
      position[part] = position[part] == UNKNOWN ? end : position[part];
      if (mark != null) {
        Point before = mark.lowWater();
        long from = lowWater[part] == UNKNOWN ? end : lowWater[part];
        Point point = new Point(from, before.millis(), before.sweptMillis(), before.stamps());
        parts.store(
            part,
            StoredDecisionLog.markKey(),
            new AssemblyMark(mark.sweptMillis(), point).toBytes());
      }
    }
  }

  /** Where the assembler of a part has to go on, after {@link #end}. */
  public long position(int part) {
    return position[part];
  }

  /** How many spans a part has got. */
  public long spans(int part) {
    return spans[part];
  }

  /** How many decisions a part has got. */
  public long decisions(int part) {
    return decisions[part];
  }
}
