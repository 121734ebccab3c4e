package io.spanmill.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a bench has found, as medians of its rounds.
 *
 * @param latencies null if none were measured
 * @param settings what it was measured with, by name
 */
record BenchReport(
    List<Drained> rounds,
    @Nullable Latencies latencies,
    long peakHeap,
    long peakMemory,
    Map<String, String> settings) {
  List<String> table() {
    List<String> lines = new ArrayList<>();
    settings.forEach((name, value) -> lines.add(String.format("%-22s %s", name, value)));
    lines.add("");
    add(lines, "CPU-seconds per million spans", "%.2f", median(Drained::cost));
    add(lines, "  application", "%.2f", median(Drained::applicationCost));
    add(lines, "    of that, in stream threads", "%.2f", median(Drained::streamingCost));
    add(lines, "    of that, collecting garbage", "%.2f", median(Drained::collectingCost));
    add(lines, "  broker", "%.2f", median(Drained::brokerCost));
    add(lines, "  beside them, compiling Java", "%.2f", median(Drained::compilingCost));
    add(lines, "spans per second", "%.0f", median(Drained::spansPerSecond));
    add(lines, "bytes written to Kafka per span", "%.1f", median(Drained::writtenPerSpan));
    for (String topic : topics()) {
      add(lines, "  " + topic, "%.2f", median(round -> round.writtenPerSpan(topic)));
    }
    add(lines, "bytes allocated per span", "%.0f", median(Drained::allocatedPerSpan));
    add(lines, "peak of the heap, MiB", "%.0f", peakHeap / 1048576.0);
    add(lines, "peak of the process's memory, MiB", "%.0f", peakMemory / 1048576.0);
    if (latencies != null) {
      add(lines, "last span to kept trace, p50, ms", "%.0f", (double) latencies.p50());
      add(lines, "last span to kept trace, p99, ms", "%.0f", (double) latencies.p99());
    }
    return lines;
  }

  private TreeSet<String> topics() {
    return rounds.stream()
        .flatMap(round -> round.written().keySet().stream())
        .filter(topic -> median(round -> round.writtenPerSpan(topic)) >= 0.005)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private double median(ToDoubleFunction<Drained> figure) {
    return Drained.median(rounds, figure);
  }

  private static void add(List<String> lines, String what, String format, double figure) {
    lines.add(
        String.format(Locale.ROOT, "%-46s %12s", what, String.format(Locale.ROOT, format, figure)));
  }

  /** One object in one line. */
  String json() {
    String measured =
        String.format(
            Locale.ROOT,
            "\"cpu_seconds_per_million_spans\":%.3f,"
                + "\"application_cpu_seconds_per_million_spans\":%.3f,"
                + "\"broker_cpu_seconds_per_million_spans\":%.3f,"
                + "\"streaming_cpu_seconds_per_million_spans\":%.3f,"
                + "\"collecting_cpu_seconds_per_million_spans\":%.3f,"
                + "\"spans_per_second\":%.0f,\"bytes_written_per_span\":%.2f,"
                + "\"allocated_bytes_per_span\":%.0f,\"peak_heap_bytes\":%d,"
                + "\"peak_memory_bytes\":%d,\"latency_p50_ms\":%s,\"latency_p99_ms\":%s",
            median(Drained::cost),
            median(Drained::applicationCost),
            median(Drained::brokerCost),
            median(Drained::streamingCost),
            median(Drained::collectingCost),
            median(Drained::spansPerSecond),
            median(Drained::writtenPerSpan),
            median(Drained::allocatedPerSpan),
            peakHeap,
            peakMemory,
            latencies == null ? "null" : latencies.p50(),
            latencies == null ? "null" : latencies.p99());
    String said =
        settings.entrySet().stream()
            .map(entry -> quoted(entry.getKey()) + ":" + quoted(entry.getValue()))
            .collect(Collectors.joining(","));
    return "{" + measured + ",\"settings\":{" + said + "}}";
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
