package io.spanmill.trace;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Slabs of equally many places, which are handed out and taken back by number. What waits in them
 * is never seen by the garbage collector to come and go. Not thread-safe.
 *
 * <p>Places come from the first slab that has one, so that the last ones run empty. Of those of
 * which nothing is handed out some stay, and the others go by and by: what comes and goes with
 * every sweep, or a burst that is followed by another, is not made anew.
 */
final class Slabs<S> {
  /** Beside one, for so many slabs in use another stays that is not. */
  private static final int USED_PER_SPARE = 8;

  /** Of what is beyond that, one in so many goes at a time. */
  private static final int GOING = 4;

  private static final class Slab<S> {
    private final S content;

    /** Its free places. */
    private final short[] free;

    private int freeCount;

    Slab(S content, int places) {
      this.content = content;
      free = new short[places];
      freeCount = places;
      for (int i = 0; i < places; i++) {
        free[i] = (short) (places - 1 - i);
      }
    }

    boolean isUnused() {
      return freeCount == free.length;
    }
  }

  private final int places;
  private final Supplier<S> maker;
  private final List<@Nullable Slab<S>> slabs = new ArrayList<>();
  private final BitSet withRoom = new BitSet();

  /** No slab before this one has room. */
  private int firstWithRoom;

  private int used;
  private int unused;

  /**
   * @param places in each slab, fewer than 2^15
   * @param maker makes what is in a slab
   */
  Slabs(int places, Supplier<S> maker) {
    this.places = places;
    this.maker = maker;
  }

  int take() {
    int slabNumber = withRoom.nextSetBit(firstWithRoom);
    if (slabNumber < 0) {
      slabNumber = addSlab();
    }
    firstWithRoom = slabNumber;
    Slab<S> slab = at(slabNumber);
    if (slab.isUnused()) {
      used++;
      unused--;
    }
    int place = slab.free[--slab.freeCount];
    withRoom.set(slabNumber, slab.freeCount > 0);
    return slabNumber * places + place;
  }

  private int addSlab() {
    int number = slabs.indexOf(null);
    if (number < 0) {
      number = slabs.size();
      slabs.add(null);
    }
    slabs.set(number, new Slab<>(maker.get(), places));
    unused++;
    return number;
  }

  void giveBack(int number) {
    int slabNumber = number / places;
    Slab<S> slab = at(slabNumber);
    slab.free[slab.freeCount++] = (short) (number % places);
    withRoom.set(slabNumber);
    firstWithRoom = Math.min(firstWithRoom, slabNumber);
    if (slab.isUnused()) {
      used--;
      unused++;
    }
  }

  /** Lets a part go of what has been made and is not in use, the last ones first. */
  void letGo() {
    int beyond = unused - 1 - used / USED_PER_SPARE;
    int left = unused - (beyond + GOING - 1) / GOING;
    for (int number = slabs.size() - 1; beyond > 0 && unused > left; number--) {
      Slab<S> slab = slabs.get(number);
      if (slab != null && slab.isUnused()) {
        slabs.set(number, null);
        withRoom.clear(number);
        unused--;
      }
    }
  }

  private Slab<S> at(int slabNumber) {
    return Objects.requireNonNull(slabs.get(slabNumber));
  }

  /** What is in the slab of a place that is handed out. */
  S slab(int number) {
    return at(number / places).content;
  }

  /** Which place of its slab this is, from 0 on. */
  int place(int number) {
    return number % places;
  }

  /** How many slabs there are. */
  int count() {
    return slabs.size() - Collections.frequency(slabs, null);
  }
}
