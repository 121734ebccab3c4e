package io.spanmill.assembly;

import io.spanmill.model.TraceId;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What an assembler has to find again after a restart: which traces it has decided, from where to
 * read the spans topic, the spans that lie below that, what is in force, and what budgets have
 * counted. Written in the same transaction as everything else.
 */
public interface DecisionLog {
  /**
   * Adds decisions, in pieces, to the batch of the offset at which they were taken.
   *
   * @param first how many pieces that has already
   */
  void write(long offset, int first, List<byte[]> pieces);

  /** The pieces of a batch that was written; none if it was deleted. */
  List<byte[]> read(long offset);

  void delete(long offset);

  /** Shows the pieces of all batches in the order of their offsets. */
  void forEach(ObjLongConsumer<byte[]> piece);

  /** Replaces the one mark that there is. */
  void writeMark(byte[] mark);

  /** The last mark; null before the first. */
  byte @Nullable [] readMark();

  /**
   * Adds a piece of an open trace.
   *
   * @param number of the piece, from 0
   */
  void writePiece(TraceId trace, int number, byte[] piece);

  void deletePiece(TraceId trace, int number);

  /** Shows all pieces, those of one trace one after the other in the order of their numbers. */
  void forEachPiece(BiConsumer<TraceId, byte[]> piece);

  /** Replaces what is in force under a name. */
  void writeControl(String name, byte[] control);

  void deleteControl(String name);

  /** Shows all that is in force, in the order of the names. */
  void forEachControl(Consumer<byte[]> control);

  /** Replaces what a budget has counted. */
  void writeBudget(String budget, byte[] counted);

  void deleteBudget(String budget);

  void forEachBudget(BiConsumer<String, byte[]> counted);

  /** Replaces what was said of the time in which nothing came, before the record at an offset. */
  void writeSilence(long offset, byte[] stamp);

  void deleteSilence(long offset);

  /** Shows all of that in the order of the offsets. */
  void forEachSilence(ObjLongConsumer<byte[]> stamp);
}
