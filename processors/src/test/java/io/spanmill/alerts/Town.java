package io.spanmill.alerts;

import io.spanmill.model.Histogram;
import io.spanmill.model.IndicatorSum;
import io.spanmill.model.TraceId;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Services whose traffic has days and nights, bursts, failures and slow calls, all by a seed; and
 * incidents. Time is in milliseconds; the first window begins at {@link #START}, a midnight.
 */
final class Town {
  static final long START = 1_767_225_600_000L;
  static final long WINDOW = 30_000;
  static final long MINUTE = 60_000;
  static final long HOUR = 60 * MINUTE;
  static final long DAY = 24 * HOUR;

  static final long FAST_NANOS = 40_000_000;
  static final long SLOW_NANOS = 800_000_000;

  /**
   * A service.
   *
   * @param perSecond calls at noon
   * @param night what is left of them at midnight, a share
   * @param failing share of calls that fail on a good day
   * @param slow share of calls that are slow on a good day
   */
  record Service(String name, double perSecond, double night, double failing, double slow) {}

  /** What is different in some service for some time. */
  record Incident(String service, long from, long to, double traffic, double failing, double slow) {
    static Incident errors(String service, long from, long to, double share) {
      return new Incident(service, START + from, START + to, 1, share, 0);
    }

    static Incident latency(String service, long from, long to, double share) {
      return new Incident(service, START + from, START + to, 1, 0, share);
    }

    static Incident drop(String service, long from, long to, double left) {
      return new Incident(service, START + from, START + to, left, 0, 0);
    }
  }

  /** What happened in one window. */
  record Happening(Service service, long window, long calls, long failed, long slow) {
    IndicatorSum sum(Condition condition) {
      Histogram durations = new Histogram();
      durations.add(FAST_NANOS, calls - slow);
      durations.add(SLOW_NANOS, slow);
      IndicatorSum sum = new IndicatorSum().add(calls, condition.bad(failed, durations));
      if (condition.asksDurations()) {
        sum.addDurations(durations);
      }
      if (sum.bad() > 0) {
        sum.addExample(new TraceId(window, service.name().hashCode()));
      }
      return sum;
    }

    /** A part of it, and the rest. */
    Happening part(SplittableRandom random, double share) {
      long some = Town.binomial(random, calls, share);
      long bad = Math.min(some, Town.binomial(random, failed, share));
      return new Happening(service, window, some, bad, Math.min(some, Math.round(slow * share)));
    }

    Happening minus(Happening part) {
      return new Happening(
          service, window, calls - part.calls, failed - part.failed, slow - part.slow);
    }
  }

  private final SplittableRandom random;
  private final List<Service> services;
  private final List<Incident> incidents;
  private final double[] bursts;

  Town(long seed, List<Service> services, List<Incident> incidents) {
    random = new SplittableRandom(seed);
    this.services = services;
    this.incidents = incidents;
    bursts = new double[services.size()];
  }

  /** What all services did in the window that begins then. */
  List<Happening> window(long start) {
    List<Happening> all = new ArrayList<>();
    for (int i = 0; i < services.size(); i++) {
      bursts[i] = 0.9 * bursts[i] + 0.05 * gaussian(random); // some minutes are busier than others
      all.add(happening(services.get(i), start, Math.exp(bursts[i])));
    }
    return all;
  }

  private Happening happening(Service service, long start, double burst) {
    double day = 0.5 - 0.5 * Math.cos(2 * Math.PI * (start - START) / DAY);
    double rate = service.perSecond() * (service.night() + (1 - service.night()) * day) * burst;
    double failing = service.failing();
    double slow = service.slow();
    for (Incident incident : incidents) {
      if (incident.service().equals(service.name())
          && start >= incident.from()
          && start < incident.to()) {
        rate *= incident.traffic();
        failing = Math.max(failing, incident.failing());
        slow = Math.max(slow, incident.slow());
      }
    }
    long calls = poisson(random, rate * WINDOW / 1000);
    return new Happening(
        service, start, calls, binomial(random, calls, failing), binomial(random, calls, slow));
  }

  static long poisson(SplittableRandom random, double mean) {
    if (mean > 50) {
      return Math.max(0, Math.round(mean + Math.sqrt(mean) * gaussian(random)));
    }
    double limit = Math.exp(-mean);
    long count = 0;
    for (double product = random.nextDouble(); product > limit; product *= random.nextDouble()) {
      count++;
    }
    return count;
  }

  static long binomial(SplittableRandom random, long trials, double share) {
    double mean = trials * share;
    if (mean > 50 && trials - mean > 50) {
      double spread = Math.sqrt(mean * (1 - share));
      return Math.max(0, Math.min(trials, Math.round(mean + spread * gaussian(random))));
    }
    if (share < 0.1) {
      return Math.min(trials, poisson(random, mean));
    }
    long count = 0;
    for (long i = 0; i < trials; i++) {
      count += random.nextDouble() < share ? 1 : 0;
    }
    return count;
  }

  private static double gaussian(SplittableRandom random) {
    return Math.sqrt(-2 * Math.log(1 - random.nextDouble()))
        * Math.cos(2 * Math.PI * random.nextDouble());
  }
}
