package io.spanmill.window;

import io.spanmill.model.Histogram;
import io.spanmill.state.SumFormat;
import io.spanmill.wire.ByteReader;
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
    ByteReader in = new ByteReader(batch);
    in.expectVersion(LocalSums.VERSION);
    while (in.hasMore()) {
      byte[] key = new byte[(int) in.readVarint()];
      System.arraycopy(batch, in.position(), key, 0, key.length);
      in.skip(key.length);
      int length = (int) in.readVarint();
      S sum = format.read(new ByteReader(batch, in.position(), in.position() + length));
      in.skip(length);
      format.add(merged.computeIfAbsent(format.readKey(key), unused -> format.empty()), sum);
    }
  }

  /** Zeros, then the buckets that hold something. */
  public static String spelled(Histogram histogram) {
    return IntStream.range(0, histogram.size())
        .filter(i -> histogram.count(i) != 0)
        .mapToObj(i -> " " + histogram.bucket(i) + ":" + histogram.count(i))
        .collect(Collectors.joining("", Long.toString(histogram.zeros()), ""));
  }
}
