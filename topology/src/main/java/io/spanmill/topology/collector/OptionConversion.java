package io.spanmill.topology.collector;

import io.spanmill.sampling.ottl.GoDuration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Makes keys of the section {@code assembly} of what else the processor can be told. */
final class OptionConversion {
  private static final long MILLI = 1_000_000;
  private static final long SECOND = 1_000 * MILLI;
  private static final long MINUTE = 60 * SECOND;

  /** Our defaults, which must stay in order. */
  private static final long SETTLE = 6 * SECOND;

  private static final long LINGER = MINUTE;
  private static final long REMEMBER = 30 * MINUTE;
  private static final long MAX_AGE = 2 * MINUTE;

  private final Remarks remarks;
  private final Map<String, Object> assembly = new LinkedHashMap<>();

  OptionConversion(Remarks remarks) {
    this.remarks = remarks;
  }

  /** What is to be set, as texts; nothing where the defaults do. */
  Map<String, Object> assembly(Spot block) {
    times(block);
    block.fields().forEach(this::option);
    return assembly;
  }

  private void option(String key, Spot option) {
    switch (key) {
      case "policies", "decision_wait", "decision_wait_after_root_received" -> {}
      case "sample_on_first_match" ->
          remarks.add(
              option, "becomes match: any, which keeps the same: one match was enough there, too");
      case "maximum_trace_size_bytes" -> maximumSize(option);
      case "num_traces" ->
          remarks.add(
              option,
              "left out: assembly.memory (512MiB) bounds bytes, not traces, and what is too much is"
                  + " decided early, not lost");
      case "decision_cache" ->
          remarks.add(
              option, "left out: every decision is remembered for assembly.remember, on disk");
      case "block_on_overflow" -> remarks.add(option, "left out: what waits, waits in Kafka");
      case "num_shards" ->
          remarks.add(
              option, "left out: threads and partitions divide the work; limits are not divided");
      case "expected_new_traces_per_sec" ->
          remarks.add(option, "left out: nothing is allocated for it");
      case "drop_pending_traces_on_shutdown" ->
          remarks.add(option, "left out: traces that are not decided survive a restart");
      case "tail_storage" ->
          remarks.add(option, "left out: a Kafka topic holds what is not decided");
      case "sampling_strategy" -> remarks.add(option, "left out: whole traces are judged");
      default -> throw option.refused("is not an option of tail_sampling that is known");
    }
  }

  /**
   * There the first span begins the wait, and what is not there at its end is left out. Here a
   * trace is complete when it is: what is waited for is silence.
   */
  private void times(Spot block) {
    Spot wait = block.field("decision_wait");
    Spot afterRoot = block.field("decision_wait_after_root_received");
    long idle = wait == null ? 30 * SECOND : nanos(wait);
    long settle = afterRoot == null || nanos(afterRoot) <= 0 ? SETTLE : nanos(afterRoot);
    if (wait != null && idle <= 0) {
      throw wait.refused("\"" + wait.text() + "\" must be more than 0");
    }
    put("settle", Math.min(settle, idle), SETTLE);
    put("idle", idle, 30 * SECOND);
    put("max_age", Math.max(MAX_AGE, 2 * idle), MAX_AGE);
    put("linger", Math.max(LINGER, idle), LINGER);
    put("remember", Math.max(REMEMBER, idle), REMEMBER);
    if (wait != null) {
      remarks.add(
          wait,
          "becomes assembly.idle: "
              + spelled(idle)
              + ", from the last span and only while something is missing; a complete trace is"
              + " decided after assembly.settle ("
              + spelled(Math.min(settle, idle))
              + "), any after assembly.max_age");
    }
    if (afterRoot != null) {
      remarks.add(
          afterRoot,
          "becomes assembly.settle: "
              + spelled(Math.min(settle, idle))
              + ", from the last span and only if every parent is there");
    }
  }

  private void put(String key, long nanos, long standard) {
    if (nanos != standard) {
      assembly.put(key, spelled(nanos));
    }
  }

  private static long nanos(Spot duration) {
    try {
      return GoDuration.nanos(duration.text());
    } catch (IllegalArgumentException | ArithmeticException wrong) {
      throw duration.refused("\"" + duration.text() + "\" is not " + GoDuration.ALLOWED);
    }
  }

  private static String spelled(long nanos) {
    if (nanos % MINUTE == 0) {
      return nanos / MINUTE + "m";
    }
    return nanos % SECOND == 0 ? nanos / SECOND + "s" : Math.max(1, nanos / MILLI) + "ms";
  }

  private void maximumSize(Spot option) {
    long bytes = option.whole();
    if (bytes > 0) {
      assembly.put("max_trace_bytes", Long.toString(Math.min(bytes, 1L << 30)));
      remarks.add(
          option,
          "becomes assembly.max_trace_bytes: a larger trace is decided at once, by what is there, and not"
              + " dropped");
    } else {
      remarks.add(option, "left out: assembly.max_trace_bytes is 16MiB");
    }
  }
}
