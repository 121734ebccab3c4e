package io.spanmill.model;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the time of an entry's traces went: who contributed how much to their critical paths.
 * Contributors go by the bytes of their names, as {@code PathFormat} spells them, so that none is
 * made into text for every span. There are only so many of them: what comes for others counts in
 * one for all of them, so that times always add up. But for which those are, adding is associative
 * and commutative. Not thread-safe.
 */
public final class PathSum {
  /** Names the contributor that takes in what is beyond the limit. */
  private static final byte[] OVERFLOW = {};

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** A contributor by its name. */
  private static final class Named {
    private final byte[] name;
    private final int hash;
    private final SelfTimes times;
    private boolean present;

    Named(byte[] name, int hash, SelfTimes times) {
      this.name = name;
      this.hash = hash;
      this.times = times;
    }
  }

  private static final int LEAST_SLOTS = 16;

  /** So many contributors are known, for each that is there, before those that are not are gone. */
  private static final int KNOWN_FOR_EACH = 4;

  private final int mostContributors;

  /** Those that there are, in the order in which they came. */
  private final List<Named> contributors = new ArrayList<>();

  /** By hash: these, and others that were there before all was forgotten that they had. */
  private @Nullable Named[] slots = new Named[LEAST_SLOTS];

  private int known;

  /** By shape: which, and the contributor; as many as slots. */
  private int[] shapes = {};

  private @Nullable Named[] byShape = {};
  private boolean overflows;
  private long traces;

  /**
   * @param mostContributors how many there may be, the one for all others apart
   */
  public PathSum(int mostContributors) {
    this.mostContributors = mostContributors;
  }

  public void addTraces(long count) {
    traces = RedSum.saturated(traces, count);
  }

  /** How many traces there were. */
  public long traces() {
    return traces;
  }

  /** How many contributors there are. */
  public int size() {
    return contributors.size();
  }

  /** A contributor's name, empty for that of all beyond the limit. Not to be written to. */
  public byte[] name(int contributor) {
    return contributors.get(contributor).name;
  }

  public SelfTimes times(int contributor) {
    return contributors.get(contributor).times;
  }

  /**
   * What to add to for a contributor.
   *
   * @param name read up to its length, and copied only when it is new
   */
  public SelfTimes at(byte[] name, int length) {
    return place(name, length).times;
  }

  /**
   * The same, of which {@link #of} may know the next time.
   *
   * @param shape a number that only contributors of this name have; not negative
   */
  public SelfTimes at(byte[] name, int length, int shape) {
    Named contributor = place(name, length);
    if (byShape.length != slots.length) {
      shapes = new int[slots.length];
      byShape = new Named[slots.length];
    }
    shapes[shape & (shapes.length - 1)] = shape;
    byShape[shape & (shapes.length - 1)] = contributor;
    return contributor.times;
  }

  /** What to add to for a shape; null if that is forgotten, or there is no room for it. */
  public @Nullable SelfTimes of(int shape) {
    int at = shape & (shapes.length - 1);
    Named contributor = shapes.length > 0 && shapes[at] == shape ? byShape[at] : null;
    if (contributor == null || (!contributor.present && isFull())) {
      return null;
    }
    enter(contributor);
    return contributor.times;
  }

  private boolean isFull() {
    return contributors.size() - (overflows ? 1 : 0) >= mostContributors;
  }

  private Named place(byte[] name, int length) {
    int hash = hash(name, length);
    Named contributor = slots[slot(name, length, hash)];
    boolean present = contributor != null && contributor.present;
    if (!present && length > 0 && isFull()) {
      return place(OVERFLOW, 0);
    }
    if (contributor == null) {
      contributor = new Named(Arrays.copyOf(name, length), hash, new SelfTimes());
      learn(contributor);
    }
    enter(contributor);
    return contributor;
  }

  private void enter(Named contributor) {
    if (!contributor.present) {
      contributor.present = true;
      contributors.add(contributor);
      overflows |= contributor.name.length == 0;
    }
  }

  /** Adds a contributor as it was stored; whoever has a place keeps it. */
  public void put(byte[] name, SelfTimes times) {
    int hash = hash(name, name.length);
    if (slots[slot(name, name.length, hash)] != null) {
      throw new IllegalArgumentException("a contributor stands there twice");
    }
    Named contributor = new Named(name, hash, times);
    learn(contributor);
    enter(contributor);
  }

  private void learn(Named contributor) {
    if (++known * 2 > slots.length) {
      Named[] before = slots;
      slots = new Named[before.length * 2];
      for (Named moved : before) {
        if (moved != null) {
          slots[slot(moved.name, moved.name.length, moved.hash)] = moved;
        }
      }
    }
    slots[slot(contributor.name, contributor.name.length, contributor.hash)] = contributor;
  }

  /** Where a contributor stands, or the free slot where it would. */
  private int slot(byte[] name, int length, int hash) {
    int at = hash & (slots.length - 1);
    for (Named other = slots[at]; other != null; other = slots[at]) {
      if (isNamed(other, name, length, hash)) {
        return at;
      }
      at = (at + 1) & (slots.length - 1);
    }
    return at;
  }

  private static boolean isNamed(Named contributor, byte[] name, int length, int hash) {
    return contributor.hash == hash
        && Arrays.equals(contributor.name, 0, contributor.name.length, name, 0, length);
  }

  private static int hash(byte[] name, int length) {
    long hash = length;
    int at = 0;
    for (; at + Long.BYTES <= length; at += Long.BYTES) {
      hash = (hash ^ (long) LONG.get(name, at)) * 0x9E3779B97F4A7C15L;
      hash ^= hash >>> 32;
    }
    for (; at < length; at++) {
      hash = (hash ^ name[at]) * 0x9E3779B97F4A7C15L;
    }
    return (int) TraceId.mix(hash);
  }

  public void add(PathSum other) {
    addTraces(other.traces);
    for (Named contributor : other.contributors) {
      at(contributor.name, contributor.name.length).add(contributor.times);
    }
  }

  /** Forgets all that was counted; of contributors that come again, names are known. */
  public void clear() {
    traces = 0;
    overflows = false;
    boolean forget = known > KNOWN_FOR_EACH * contributors.size();
    if (forget) {
      slots = new Named[LEAST_SLOTS];
      known = 0;
      shapes = new int[0];
      byShape = new Named[0];
    }
    for (Named contributor : contributors) {
      contributor.times.clear();
      contributor.present = false;
      if (forget) {
        learn(contributor);
      }
    }
    contributors.clear();
  }
}
