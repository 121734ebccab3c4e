package io.spanmill.topology;

import io.spanmill.assembly.AssemblyWatch;
import io.spanmill.assembly.LowWaterMarks;
import io.spanmill.assembly.SpanLog;
import io.spanmill.split.Sources;
import io.spanmill.state.SpansGeneration;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * What a pipeline asks of the world around it.
 *
 * @param generation of the spans topic, and how many partitions it has
 * @param sources what is known of the input topics
 * @param heartbeat how often a source tells its watermark without data; zero for never
 * @param spans the spans topic, or an input that is partitioned by trace, to be read again after a
 *     restart
 * @param marks hears what of it is needed no more
 * @param assemblies hears how the assemblers are
 * @param totals hears what RED and edges have come to
 * @param clockMillis this machine's clock, to tell absurd timestamps by
 */
public record Surroundings(
    SpansGeneration generation,
    Sources sources,
    Duration heartbeat,
    SpanLog spans,
    LowWaterMarks marks,
    AssemblyWatch assemblies,
    ServiceTotals totals,
    LongSupplier clockMillis) {

  /** Those of a pipeline that has no past, and that nobody looks at. */
  static Surroundings unwatched(
      SpansGeneration generation, Sources sources, Duration heartbeat, LongSupplier clockMillis) {
    return new Surroundings(
        generation,
        sources,
        heartbeat,
        (partition, from, to, reader) -> {},
        LowWaterMarks.UNHEARD,
        AssemblyWatch.UNHEARD,
        new ServiceTotals(),
        clockMillis);
  }
}
