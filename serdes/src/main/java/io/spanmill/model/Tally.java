package io.spanmill.model;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * How often each of a few things was there. Of more than so many different ones those that come
 * first in their order are counted: whichever way sums are put together, they are the same, and
 * their counts are right. Not thread-safe.
 *
 * @param <T> in an order that is consistent with equals
 */
public final class Tally<T extends Comparable<T>> {
  private final int most;
  private final NavigableMap<T, Long> counts = new TreeMap<>();

  /**
   * @param most how many different things are counted
   */
  public Tally(int most) {
    this.most = most;
  }

  /**
   * @param count below 0 to take back
   */
  public void add(T thing, long count) {
    long sum = counts.getOrDefault(thing, 0L) + count;
    if (sum == 0) {
      counts.remove(thing);
    } else {
      counts.put(thing, sum);
      if (counts.size() > most) {
        counts.pollLastEntry();
      }
    }
  }

  void addAll(Tally<T> other) {
    other.counts.forEach(this::add);
  }

  /** In ascending order; not to be written to. A part of a sum may have negative ones. */
  public Map<T, Long> counts() {
    return Collections.unmodifiableMap(counts);
  }

  /** What was there, in ascending order. */
  public List<T> things() {
    return counts.entrySet().stream().filter(e -> e.getValue() > 0).map(Map.Entry::getKey).toList();
  }

  /** What was there, the most frequent first, those as frequent in ascending order. */
  public List<Map.Entry<T, Long>> byFrequency() {
    return counts.entrySet().stream()
        .filter(e -> e.getValue() > 0)
        .sorted(Map.Entry.<T, Long>comparingByValue(Comparator.reverseOrder()))
        .toList();
  }
}
