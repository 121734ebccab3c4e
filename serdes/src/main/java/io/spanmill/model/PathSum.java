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

    Named(byte[] name, int hash, SelfTimes times) {
      this.name = name;
      this.hash = hash;
      this.times = times;
    }
  }

  private final int mostContributors;
  private final List<Named> contributors = new ArrayList<>();

  /** By hash: the place of a contributor, plus one; 0 is free. */
  private int[] slots = new int[16];

  /** By shape: which, and behind it the place of a contributor, plus one; as many as slots. */
  private long[] byShape = {};

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
    return times(place(name, length));
  }

  /**
   * The same, of which {@link #of} may know the next time.
   *
   * @param shape a number that only contributors of this name have; not negative
   */
  public SelfTimes at(byte[] name, int length, int shape) {
    int contributor = place(name, length);
    if (byShape.length != slots.length) {
      byShape = new long[slots.length];
    }
    byShape[shape & (byShape.length - 1)] = (long) shape << Integer.SIZE | (contributor + 1);
    return times(contributor);
  }

  /** What to add to for a shape; null if that is forgotten. */
  public @Nullable SelfTimes of(int shape) {
    long known = byShape.length == 0 ? 0 : byShape[shape & (byShape.length - 1)];
    boolean isKnown = known != 0 && known >>> Integer.SIZE == shape;
    return isKnown ? times((int) known - 1) : null;
  }

  private int place(byte[] name, int length) {
    int hash = hash(name, length);
    int slot = slot(name, length, hash);
    if (slots[slot] != 0) {
      return slots[slot] - 1;
    }
    if (length > 0 && contributors.size() - (overflows ? 1 : 0) >= mostContributors) {
      return place(OVERFLOW, 0);
    }
    put(Arrays.copyOf(name, length), hash, new SelfTimes());
    return contributors.size() - 1;
  }

  /** Adds a contributor as it was stored; whoever has a place keeps it. */
  public void put(byte[] name, SelfTimes times) {
    int hash = hash(name, name.length);
    int slot = slot(name, name.length, hash);
    if (slots[slot] != 0) {
      throw new IllegalArgumentException("a contributor stands there twice");
    }
    put(name, hash, times);
  }

  private void put(byte[] name, int hash, SelfTimes times) {
    contributors.add(new Named(name, hash, times));
    overflows |= name.length == 0;
    if (contributors.size() * 2 > slots.length) {
      slots = new int[slots.length * 2];
      for (int contributor = 0; contributor < contributors.size(); contributor++) {
        Named known = contributors.get(contributor);
        slots[slot(known.name, known.name.length, known.hash)] = contributor + 1;
      }
    } else {
      slots[slot(name, name.length, hash)] = contributors.size();
    }
  }

  /** Where a contributor stands, or the free slot where it would. */
  private int slot(byte[] name, int length, int hash) {
    int at = hash & (slots.length - 1);
    while (slots[at] != 0 && !isNamed(contributors.get(slots[at] - 1), name, length, hash)) {
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
}
