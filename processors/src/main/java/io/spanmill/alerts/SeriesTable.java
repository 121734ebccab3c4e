package io.spanmill.alerts;

import io.spanmill.model.AlertTarget;
import io.spanmill.state.SumFormat;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** All series that are watched, up to a limit. Not thread-safe. */
final class SeriesTable {
  private record Key(String counted, AlertTarget target) {}

  private final int most;
  private final Map<Key, Series> series = new LinkedHashMap<>();
  private final Map<Name, Series> byName = new HashMap<>();
  private final Name asked = new Name();

  SeriesTable(int most) {
    this.most = most;
  }

  int size() {
    return series.size();
  }

  boolean isFull() {
    return series.size() >= most;
  }

  Iterable<Series> all() {
    return series.values();
  }

  @Nullable Series find(String counted, AlertTarget target) {
    return series.get(new Key(counted, target));
  }

  /**
   * Without reading what the key says.
   *
   * @param key of an indicator, with its window
   */
  @Nullable Series find(byte[] key) {
    return key.length < SumFormat.WINDOW_BYTES
        ? null
        : byName.get(asked.aim(key, SumFormat.WINDOW_BYTES, key.length));
  }

  void add(Series one) {
    series.put(new Key(one.objective().counted(), one.target()), one);
    byName.put(Name.of(one.name(), 0, one.name().length), one);
  }

  /** Asks of each whether it is over, and lets go of those that are. */
  void removeIf(Predicate<Series> isOver) {
    Iterator<Series> all = series.values().iterator();
    while (all.hasNext()) {
      Series one = all.next();
      if (isOver.test(one)) {
        all.remove();
        byName.remove(asked.aim(one.name(), 0, one.name().length));
      }
    }
  }
}
