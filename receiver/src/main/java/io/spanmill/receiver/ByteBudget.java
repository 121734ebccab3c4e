package io.spanmill.receiver;

import java.util.concurrent.atomic.AtomicLong;

/** How many bytes of requests may be in memory at once, over all of them. Thread-safe. */
final class ByteBudget {
  private final long capacity;
  private final AtomicLong used = new AtomicLong();

  ByteBudget(long capacity) {
    this.capacity = capacity;
  }

  /** False, and nothing is reserved, if there is no room for all of it. */
  boolean reserve(long bytes) {
    if (used.addAndGet(bytes) <= capacity) {
      return true;
    }
    used.addAndGet(-bytes);
    return false;
  }

  void release(long bytes) {
    used.addAndGet(-bytes);
  }

  long used() {
    return used.get();
  }

  long capacity() {
    return capacity;
  }
}
