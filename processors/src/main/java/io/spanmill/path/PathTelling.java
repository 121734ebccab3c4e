package io.spanmill.path;

import io.spanmill.model.PathEntry;
import io.spanmill.model.PathPoint;
import io.spanmill.model.PathShare;
import io.spanmill.model.PathSum;
import io.spanmill.model.Shares;
import io.spanmill.state.PathFormat;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Tells what a sum of critical paths comes to. */
public final class PathTelling {
  private PathTelling() {}

  /** Largest contributors first, of equals those whose names come first. */
  public static PathPoint of(PathEntry entry, long windowMillis, PathSum sum) {
    int[] order = order(sum);
    long[] nanos = Arrays.stream(order).mapToLong(at -> sum.times(at).nanos()).toArray();
    double[] shares = Shares.of(nanos);
    List<PathShare> all =
        IntStream.range(0, order.length).mapToObj(i -> share(sum, order[i], shares[i])).toList();
    return new PathPoint(entry, windowMillis, sum.traces(), total(nanos), all);
  }

  private static int[] order(PathSum sum) {
    return IntStream.range(0, sum.size())
        .boxed()
        .sorted(
            Comparator.<Integer>comparingLong(at -> -sum.times(at).nanos())
                .thenComparing(sum::name, Arrays::compareUnsigned))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private static PathShare share(PathSum sum, int at, double share) {
    return new PathShare(PathFormat.readContributor(sum.name(at)), share, sum.times(at));
  }

  private static long total(long[] nanos) {
    return Arrays.stream(nanos).reduce(0, (a, b) -> a + b < 0 ? Long.MAX_VALUE : a + b);
  }
}
