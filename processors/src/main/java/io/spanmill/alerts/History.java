package io.spanmill.alerts;

import io.spanmill.model.IndicatorSum;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What was counted for one objective and one target, by windows of two lengths: short ones for an
 * hour, and long ones for as long as the objective looks back. Late counts change both. Not
 * thread-safe.
 */
final class History {
  /** For so long short windows are kept. */
  static final long FINE_MILLIS = 3_600_000;

  /** Length of a long window. */
  static final long COARSE_MILLIS = 600_000;

  private final TreeMap<Long, IndicatorSum> fine = new TreeMap<>();
  private final TreeMap<Long, IndicatorSum> coarse = new TreeMap<>();

  /** Calls as they were known when a window was judged, by its end. */
  private final TreeMap<Long, Long> judged = new TreeMap<>();

  /** What all long windows from one on have come to, up to {@link #sinceBorder}. */
  private final Map<Long, long[]> before = new HashMap<>();

  private long sinceBorder = Long.MIN_VALUE;

  /** The sum of a short window, to be added to. */
  IndicatorSum fine(long startMillis) {
    return fine.computeIfAbsent(startMillis, unused -> new IndicatorSum());
  }

  /** The sum of the long window that a moment lies in, to be added to. */
  IndicatorSum coarse(long millis) {
    if (millis < sinceBorder) {
      before.clear();
    }
    return coarse.computeIfAbsent(coarseStart(millis), unused -> new IndicatorSum());
  }

  static long coarseStart(long millis) {
    return Math.floorDiv(millis, COARSE_MILLIS) * COARSE_MILLIS;
  }

  /** What of a long window has come out of short ones that are gone: how many, and how many bad. */
  long[] settled(long coarseStartMillis) {
    IndicatorSum all = coarse.get(coarseStartMillis);
    long[] counts = new long[2];
    add(fine.subMap(coarseStartMillis, coarseStartMillis + COARSE_MILLIS), counts);
    counts[0] = (all == null ? 0 : all.count()) - counts[0];
    counts[1] = (all == null ? 0 : all.bad()) - counts[1];
    return counts;
  }

  /** All of this was told anew. */
  void replaceFine(long startMillis, IndicatorSum sum) {
    fine.put(startMillis, sum);
  }

  void judge(long endMillis, long calls) {
    judged.put(endMillis, calls);
  }

  /** What was known when the window with this end was judged; null if nothing was. */
  @Nullable Long judgedAt(long endMillis) {
    return judged.get(endMillis);
  }

  /** What was known at a moment and, step by step, before it. */
  double[] judged(long lastMillis, long stepMillis, long spanMillis) {
    List<Long> samples = new ArrayList<>();
    for (long at = lastMillis; at > lastMillis - spanMillis; at -= stepMillis) {
      Long known = judged.get(at);
      if (known != null) {
        samples.add(known);
      }
    }
    return samples.stream().mapToDouble(Long::doubleValue).toArray();
  }

  /** What was counted between two moments, up to an hour apart. */
  IndicatorSum between(long fromMillis, long toMillis) {
    IndicatorSum total = new IndicatorSum();
    fine.subMap(fromMillis, toMillis).values().forEach(total::add);
    return total;
  }

  /** How many, and how many bad, between two moments; the first may be up to ten minutes off. */
  long[] counts(long fromMillis, long toMillis) {
    long[] counts = new long[2];
    long border = coarseStart(toMillis);
    if (toMillis - fromMillis <= FINE_MILLIS) {
      add(fine.subMap(fromMillis, toMillis), counts);
    } else {
      long[] whole = before(coarseStart(fromMillis), border);
      counts[0] = whole[0];
      counts[1] = whole[1];
      add(fine.subMap(border, toMillis), counts);
    }
    return counts;
  }

  /** Long windows that are over are added up once. */
  private long[] before(long fromMillis, long borderMillis) {
    if (borderMillis > sinceBorder) {
      before.clear();
      sinceBorder = borderMillis;
    }
    if (borderMillis < sinceBorder) {
      return added(fromMillis, borderMillis);
    }
    return before.computeIfAbsent(fromMillis, from -> added(from, borderMillis));
  }

  private long[] added(long fromMillis, long borderMillis) {
    long[] counts = new long[2];
    add(coarse.subMap(fromMillis, borderMillis), counts);
    return counts;
  }

  private static void add(SortedMap<Long, IndicatorSum> windows, long[] counts) {
    for (IndicatorSum sum : windows.values()) {
      counts[0] += sum.count();
      counts[1] += sum.bad();
    }
  }

  /** Forgets what lies before, and names it. */
  void forget(long fineMillis, long coarseMillis, Forgotten forgotten) {
    forget(fine, fineMillis, forgotten::fine);
    forget(coarse, coarseMillis, forgotten::coarse);
    forget(judged, fineMillis - FINE_MILLIS, forgotten::judged);
  }

  private static void forget(NavigableMap<Long, ?> windows, long before, LongConsumer forgotten) {
    while (!windows.isEmpty() && windows.firstKey() < before) {
      forgotten.accept(windows.pollFirstEntry().getKey());
    }
  }

  /** Starts of the short windows in which anything was counted. */
  Set<Long> windows() {
    return fine.keySet();
  }

  /** Whether nothing has been counted as far as this remembers. */
  boolean isEmpty() {
    return fine.isEmpty() && coarse.isEmpty();
  }

  /** Hears which windows are gone. */
  interface Forgotten {
    void fine(long startMillis);

    void coarse(long startMillis);

    void judged(long endMillis);
  }
}
