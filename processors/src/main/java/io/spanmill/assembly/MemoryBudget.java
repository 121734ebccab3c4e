package io.spanmill.assembly;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/** The memory of one process, shared evenly by the assemblers that it runs. Thread-safe. */
public final class MemoryBudget implements LongSupplier {
  private final long bytes;
  private final AtomicInteger members = new AtomicInteger();

  public MemoryBudget(long bytes) {
    this.bytes = bytes;
  }

  void join() {
    members.incrementAndGet();
  }

  void leave() {
    members.decrementAndGet();
  }

  /** Bytes that each may hold now. */
  @Override
  public long getAsLong() {
    return bytes / Math.max(1, members.get());
  }
}
