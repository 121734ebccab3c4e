package io.spanmill.assembly;

import io.spanmill.assembly.DecisionBatch.Entry;
import java.util.List;
import java.util.function.Supplier;

/**
 * What is decided at one record: remembered at once, and in the log when the record is done with.
 * Not thread-safe.
 */
final class DecisionNotes {
  private final DecisionLog log;
  private final RememberedDecisions remembered;
  private final DecisionBatch batch = new DecisionBatch();
  private long offset;
  private long readOffset;
  private boolean markDue;

  /** The batch that was written last, and how many pieces it has: it may get more. */
  private long writtenOffset = -1;

  private int pieces;

  DecisionNotes(DecisionLog log, RememberedDecisions remembered) {
    this.log = log;
    this.remembered = remembered;
  }

  /** What is noted from now on is decided at this record. */
  void begin(long recordOffset) {
    offset = recordOffset;
    readOffset = recordOffset;
  }

  /**
   * What is noted from now on is decided at this record, in a life that begins with it; in an
   * earlier one something may have been decided before the record came.
   */
  void resume(long recordOffset) {
    begin(recordOffset);
    writtenOffset = recordOffset;
    pieces = log.read(recordOffset).size();
  }

  /** A record before that one is read again, in a restore. */
  void readAgain(long recordOffset) {
    readOffset = recordOffset;
  }

  /** The record at which decisions are taken. */
  long offset() {
    return offset;
  }

  /** The record that is read, which is another in a restore. */
  long readOffset() {
    return readOffset;
  }

  void add(Entry entry) {
    batch.add(entry);
    remembered.put(entry, offset);
  }

  /** The stored mark is to be replaced before this record is done with. */
  void replaceMark() {
    markDue = true;
  }

  /**
   * The record is done with.
   *
   * @param mark asked for only if the stored one is to be replaced
   */
  void writeDown(Supplier<AssemblyMark> mark) {
    if (!batch.isEmpty()) {
      remembered.batchWritten(offset, batch.entries());
      List<byte[]> more = batch.drain();
      pieces = offset == writtenOffset ? pieces : 0;
      log.write(offset, pieces, more);
      pieces += more.size();
      writtenOffset = offset;
    }
    if (markDue) {
      log.writeMark(mark.get().toBytes());
      markDue = false;
    }
  }
}
