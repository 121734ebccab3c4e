package io.spanmill.benchmarks;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Keeps decisions in memory until they are deleted. */
final class Remembering extends Forgetful {
  private final Map<Long, List<byte[]>> batches = new HashMap<>();

  @Override
  public void write(long offset, int first, List<byte[]> pieces) {
    batches.computeIfAbsent(offset, absent -> new ArrayList<>()).addAll(pieces);
  }

  @Override
  public List<byte[]> read(long offset) {
    return batches.getOrDefault(offset, List.of());
  }

  @Override
  public void delete(long offset) {
    batches.remove(offset);
  }
}
