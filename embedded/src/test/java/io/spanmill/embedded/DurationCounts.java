package io.spanmill.embedded;

import java.util.TreeMap;

/** Merged exponential histograms of one scale, and their quantiles. */
final class DurationCounts {
  private final TreeMap<Long, Long> counts = new TreeMap<>();
  private long scale;
  private long zeros;
  private long total;

  void add(Json histogram) {
    scale = histogram.number("scale");
    zeros += histogram.number("zero_count");
    total += histogram.number("zero_count");
    long bucket = histogram.number("offset");
    for (Object count : histogram.list("counts")) {
      counts.merge(bucket++, ((Number) count).longValue(), Long::sum);
      total += ((Number) count).longValue();
    }
  }

  /** Nearest rank; the geometric middle of its bucket. */
  double quantileSeconds(int percent) {
    long rank = (total * percent + 99) / 100;
    long seen = zeros;
    if (seen >= rank) {
      return 0;
    }
    for (long bucket : counts.keySet()) {
      seen += counts.get(bucket);
      if (seen >= rank) {
        return Math.pow(2, (bucket + 0.5) / (1L << scale));
      }
    }
    throw new IllegalStateException("fewer than " + rank);
  }
}
