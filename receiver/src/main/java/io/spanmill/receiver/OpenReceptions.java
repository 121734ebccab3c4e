package io.spanmill.receiver;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Requests whose answers are not yet out. Thread-safe. */
final class OpenReceptions {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Set<Reception> open = new HashSet<>();

  void add(Reception reception) {
    lock.lock();
    try {
      open.add(reception);
    } finally {
      lock.unlock();
    }
  }

  void remove(Reception reception) {
    lock.lock();
    try {
      open.remove(reception);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  List<Reception> list() {
    lock.lock();
    try {
      return List.copyOf(open);
    } finally {
      lock.unlock();
    }
  }

  /** Waits until there is none, but no longer than that; true if there is none. */
  boolean awaitNone(Duration longest) throws InterruptedException {
    long left = longest.toNanos();
    lock.lock();
    try {
      while (!open.isEmpty() && left > 0) {
        left = changed.awaitNanos(left);
      }
      return open.isEmpty();
    } finally {
      lock.unlock();
    }
  }
}
