package io.spanmill.benchmarks;

import io.spanmill.assembly.DecisionLog;
import io.spanmill.model.TraceId;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/** Forgets all decisions: for an assembler that is never started again. */
class Forgetful implements DecisionLog {
  @Override
  public void write(long offset, int first, List<byte[]> pieces) {}

  @Override
  public List<byte[]> read(long offset) {
    return List.of();
  }

  @Override
  public void delete(long offset) {}

  @Override
  public void forEach(ObjLongConsumer<byte[]> piece) {}

  @Override
  public void writeMark(byte[] mark) {}

  @Override
  public byte @Nullable [] readMark() {
    return null;
  }

  @Override
  public void writePiece(TraceId trace, int number, byte[] piece) {}

  @Override
  public void deletePiece(TraceId trace, int number) {}

  @Override
  public void forEachPiece(BiConsumer<TraceId, byte[]> piece) {}

  @Override
  public void writeControl(String name, byte[] control) {}

  @Override
  public void deleteControl(String name) {}

  @Override
  public void forEachControl(Consumer<byte[]> control) {}

  @Override
  public void writeBudget(String budget, byte[] counted) {}

  @Override
  public void deleteBudget(String budget) {}

  @Override
  public void forEachBudget(BiConsumer<String, byte[]> counted) {}

  @Override
  public void writeSilence(long offset, byte[] stamp) {}

  @Override
  public void deleteSilence(long offset) {}

  @Override
  public void forEachSilence(ObjLongConsumer<byte[]> stamp) {}
}
