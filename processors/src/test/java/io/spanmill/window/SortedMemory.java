package io.spanmill.window;

import java.util.Arrays;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is kept, in memory; a copy of it is what a transaction has committed. */
final class SortedMemory implements SumMemory {
  private final TreeMap<byte[], byte[]> kept = new TreeMap<>(Arrays::compareUnsigned);

  SortedMemory copy() {
    SortedMemory copy = new SortedMemory();
    kept.forEach((key, value) -> copy.kept.put(key, value.clone()));
    return copy;
  }

  int size() {
    return kept.size();
  }

  @Override
  public byte @Nullable [] get(byte[] key) {
    byte[] value = kept.get(key);
    return value == null ? null : value.clone();
  }

  @Override
  public void put(byte[] key, byte[] value) {
    kept.put(key.clone(), value.clone());
  }

  @Override
  public void delete(byte[] key) {
    kept.remove(key);
  }

  @Override
  public void scan(byte[] from, byte @Nullable [] below, Visitor visitor) {
    NavigableMap<byte[], byte[]> all =
        below == null ? kept.tailMap(from, true) : kept.subMap(from, true, below, false);
    for (Map.Entry<byte[], byte[]> entry : all.entrySet()) {
      if (!visitor.visit(entry.getKey(), entry.getValue())) {
        return;
      }
    }
  }
}
