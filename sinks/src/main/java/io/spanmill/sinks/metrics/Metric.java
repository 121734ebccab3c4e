package io.spanmill.sinks.metrics;

/**
 * What is measured, under the names that others know it by.
 *
 * @param name in OTLP
 * @param scrapedName in Prometheus, without {@code _bucket}, {@code _sum}, {@code _count}
 * @param unit as UCUM writes it: {@code 1} of counts
 * @param help one sentence
 * @param buckets of durations, where they are told by explicit borders
 */
public record Metric(
    String name, String scrapedName, String unit, String help, DurationBuckets buckets) {}
