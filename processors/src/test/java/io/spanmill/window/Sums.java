package io.spanmill.window;

import io.spanmill.model.Histogram;
import io.spanmill.state.SumFormat;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Puts sums together again that have left in batches. */
public final class Sums {
  private Sums() {}

  public static <K, S> Map<K, S> drained(LocalSums<S> sums, SumFormat<K, S> format) {
    Map<K, S> merged = new HashMap<>();
    drain(sums, format, merged);
    return merged;
  }

  public static <K, S> void drain(LocalSums<S> sums, SumFormat<K, S> format, Map<K, S> merged) {
    sums.drain((partition, batch) -> merge(batch, format, merged));
  }

  private static <K, S> void merge(byte[] batch, SumFormat<K, S> format, Map<K, S> merged) {
    LocalSums.read(
        batch,
        (key, sum) ->
            format.add(
                merged.computeIfAbsent(format.readKey(key), unused -> format.empty()),
                format.read(sum)));
  }

  /** Zeros, then the buckets that hold something. */
  public static String spelled(Histogram histogram) {
    return IntStream.range(0, histogram.size())
        .filter(i -> histogram.count(i) != 0)
        .mapToObj(i -> " " + histogram.bucket(i) + ":" + histogram.count(i))
        .collect(Collectors.joining("", Long.toString(histogram.zeros()), ""));
  }
}
