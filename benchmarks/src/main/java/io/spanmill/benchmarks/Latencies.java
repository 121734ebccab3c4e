package io.spanmill.benchmarks;

/**
 * From when the last span of a trace was sent until a reader of what is committed had the trace.
 *
 * @param traces that were kept and came
 * @param p50 in milliseconds, nearest rank
 * @param p99 in milliseconds, nearest rank
 */
record Latencies(int traces, long p50, long p99) {}
