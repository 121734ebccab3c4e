package io.spanmill.sampling;

import io.spanmill.model.Threshold;
import io.spanmill.trace.SpanTable;
import io.spanmill.trace.Trace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Watches, service by service, whether randomness is random. If R is, and a service's spans come
 * with thresholds of at least a, then (R &minus; a) / (2^56 &minus; a) is evenly spread over 0 to
 * 1. It is not where ids are made by a pattern, or where an old head sampler has kept the small
 * ones and not said so: then probabilities mean nothing, and thresholds of ours keep too much or
 * nothing.
 *
 * <p>Each trace counts once per service, in one of {@value #BINS} bins. After every ten minutes the
 * bins are tested by &chi;&sup2;; two bad windows in a row raise an alarm: by chance that happens
 * to one service in 10^10. Not thread-safe.
 */
public final class UniformityMonitor {
  /** Hears of alarms. */
  @FunctionalInterface
  public interface Alarm {
    /**
     * @param chiSquared of the last window; 15 would be usual
     * @param traces of the last window
     */
    void raise(String service, double chiSquared, long traces);
  }

  static final int BINS = 16;

  private static final int BIN_BITS = 4;
  private static final long WINDOW_MILLIS = 10 * 60 * 1000L;
  private static final double LARGEST_CHI_SQUARED = 50;
  private static final long FEWEST_TRACES = 1600;
  private static final int BAD_WINDOWS = 2;

  /** Services beyond are not watched. */
  private static final int MOST_SERVICES = 4096;

  private final Alarm alarm;
  private final Map<String, Service> services = new HashMap<>();

  /** Services of the trace that is being counted. */
  private final List<Service> seen = new ArrayList<>();

  private long windowEnd = Long.MIN_VALUE;
  private long traces;

  public UniformityMonitor(Alarm alarm) {
    this.alarm = alarm;
  }

  /**
   * Counts a trace that was decided just now.
   *
   * @param trace with thresholds as they are believed
   */
  public void observe(Trace trace) {
    if (trace.closedMillis() >= windowEnd) {
      endWindow(trace.closedMillis());
    }
    traces++;
    SpanTable spans = trace.spans();
    for (int span = 0; span < spans.size(); span++) {
      Service service = service(spans.service(span));
      if (service != null && service.see(traces, spans.level(span))) {
        seen.add(service);
      }
    }
    long randomness = trace.decision().verdict().basis().randomness();
    for (int i = 0; i < seen.size(); i++) {
      seen.get(i).count(randomness);
    }
    seen.clear();
  }

  private @Nullable Service service(String name) {
    Service known = services.get(name);
    if (known == null && services.size() < MOST_SERVICES) {
      known = new Service();
      services.put(name, known);
    }
    return known;
  }

  private void endWindow(long nowMillis) {
    services.values().removeIf(Service::isSilent);
    services.forEach((name, service) -> service.endWindow(name, alarm));
    windowEnd = Math.floorDiv(nowMillis, WINDOW_MILLIS) * WINDOW_MILLIS + WINDOW_MILLIS;
  }

  private static final class Service {
    private final long[] bins = new long[BINS];
    private long total;
    private int badWindows;

    /** The trace that is being counted, and the least threshold of this service's spans in it. */
    private long trace;

    private long least;

    /** Whether it is the first of its spans in that trace. */
    boolean see(long ofTrace, long level) {
      boolean first = trace != ofTrace;
      least = first ? level : Math.min(least, level);
      trace = ofTrace;
      return first;
    }

    void count(long randomness) {
      bins[bin(randomness)]++;
      total++;
    }

    private int bin(long randomness) {
      return (int) (((randomness - least) << BIN_BITS) / (Threshold.MAX - least));
    }

    boolean isSilent() {
      return total == 0;
    }

    void endWindow(String name, Alarm alarm) {
      double chiSquared = chiSquared();
      boolean bad = total >= FEWEST_TRACES && chiSquared > LARGEST_CHI_SQUARED;
      badWindows = bad ? badWindows + 1 : 0;
      if (badWindows >= BAD_WINDOWS) {
        alarm.raise(name, chiSquared, total);
      }
      Arrays.fill(bins, 0);
      total = 0;
    }

    private double chiSquared() {
      double expected = (double) total / BINS;
      double sum = 0;
      for (long observed : bins) {
        sum += (observed - expected) * (observed - expected);
      }
      return sum / expected;
    }
  }
}
