package io.spanmill.trace;

import io.spanmill.model.Threshold;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * How many spans a span stands for: those that were sampled away before it came. Not thread-safe.
 */
public final class Weights {
  private static final double ONE = 1L << Threshold.WEIGHT_FRACTION_BITS;

  /** Service names come from outside; beyond so many the table starts anew. */
  private static final int LIMIT = 10_000;

  private final ToDoubleFunction<String> ratioOf;
  private final Map<String, Long> byService = new HashMap<>();

  /** The service that was asked for last: often the next one is the same. */
  private String lastService = "";

  private long lastWeight = (long) ONE;

  /**
   * @param ratioOf the share of a service's spans that a sampler let through which writes no
   *     threshold, above 0 to 1
   */
  public Weights(ToDoubleFunction<String> ratioOf) {
    this.ratioOf = ratioOf;
  }

  /** Of spans that say themselves how they were sampled, or were not. */
  public static Weights ofThresholds() {
    return new Weights(service -> 1);
  }

  /**
   * In units of 2^&minus;24.
   *
   * @param threshold as the span came with it, {@link Threshold#ABSENT} or {@link
   *     Threshold#UNKNOWN}
   */
  public long of(String service, long threshold) {
    return threshold > Threshold.ALWAYS ? Threshold.fixedPointWeight(threshold) : of(service);
  }

  /** As {@link #of(String, long)}, of a span of a trace. */
  public long of(SpanTable spans, int span) {
    return of(spans.service(span), spans.threshold(span));
  }

  @SuppressWarnings("ReferenceEquality") // names of services are interned; else it is looked up
  private long of(String service) {
    if (service != lastService) {
      lastWeight = known(service);
      lastService = service;
    }
    return lastWeight;
  }

  private long known(String service) {
    Long known = byService.get(service);
    if (known == null) {
      if (byService.size() >= LIMIT) {
        byService.clear();
      }
      known = Math.round(ONE / ratioOf.applyAsDouble(service));
      byService.put(service, known);
    }
    return known;
  }
}
