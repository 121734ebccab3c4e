package io.spanmill.errors;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was found out lately, so that what repeats itself is cheap: the entry that was asked for
 * longest ago goes first. Not thread-safe.
 */
final class Recent<K, V> {
  private final Map<K, V> entries;

  Recent(int most) {
    entries =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > most;
          }
        };
  }

  @Nullable V find(K key) {
    return entries.get(key);
  }

  V put(K key, V value) {
    entries.put(key, value);
    return value;
  }
}
