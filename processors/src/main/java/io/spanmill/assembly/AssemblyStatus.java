package io.spanmill.assembly;

import io.spanmill.model.BudgetTable;
import io.spanmill.trace.Watermarks;
import java.util.Map;

/**
 * How one assembler is, as of one of its records.
 *
 * @param timestampMillis of that record, as Kafka knows it
 * @param watermarkMillis the assembler's time, or {@link io.spanmill.state.Stamp#NONE}
 * @param pace what its time follows
 * @param held what it holds in memory
 * @param replayOffsets from the low-water mark to that record: what a restart would read again
 * @param budgets the newest table of each budget that has one, by the policy's name
 */
public record AssemblyStatus(
    long timestampMillis,
    long watermarkMillis,
    Watermarks.Pace pace,
    Held held,
    long replayOffsets,
    Map<String, BudgetTable> budgets) {

  /**
   * What is in memory.
   *
   * @param remembered verdicts of traces that are gone
   */
  public record Held(
      int openTraces,
      int lingeringTraces,
      int remembered,
      long openBytes,
      long lingeringBytes,
      long rememberedBytes) {}
}
