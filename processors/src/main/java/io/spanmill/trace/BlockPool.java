package io.spanmill.trace;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Blocks of {@value #BLOCK} bytes out of large slabs, handed out and taken back by number. Spans
 * wait here: the garbage collector never sees them come and go. Not thread-safe.
 *
 * <p>Slabs of which nothing is handed out are given back, all but a few: what is not held by traces
 * is hardly held. Blocks come from the first slab that has one, so that the last ones run empty.
 */
public final class BlockPool {
  static final int BLOCK = 1024;

  private static final int BLOCKS_PER_SLAB = 256;

  /**
   * Beside one, for so many slabs in use another is kept that is not: what comes and goes with
   * every sweep is not made anew each time.
   */
  private static final int USED_PER_SPARE = 8;

  private static final class Slab {
    private final byte[] bytes = new byte[BLOCKS_PER_SLAB * BLOCK];

    /** Its free blocks, by their places in it. */
    private final short[] free = new short[BLOCKS_PER_SLAB];

    private int freeCount = BLOCKS_PER_SLAB;

    Slab() {
      for (int i = 0; i < BLOCKS_PER_SLAB; i++) {
        free[i] = (short) (BLOCKS_PER_SLAB - 1 - i);
      }
    }

    boolean isUnused() {
      return freeCount == BLOCKS_PER_SLAB;
    }
  }

  private final List<@Nullable Slab> slabs = new ArrayList<>();
  private final BitSet withRoom = new BitSet();

  /** No slab before this one has room. */
  private int firstWithRoom;

  private int used;
  private int unused;

  int take() {
    int number = withRoom.nextSetBit(firstWithRoom);
    if (number < 0) {
      number = addSlab();
    }
    firstWithRoom = number;
    Slab slab = at(number);
    if (slab.isUnused()) {
      used++;
      unused--;
    }
    int place = slab.free[--slab.freeCount];
    withRoom.set(number, slab.freeCount > 0);
    return number * BLOCKS_PER_SLAB + place;
  }

  private int addSlab() {
    int number = slabs.indexOf(null);
    if (number < 0) {
      number = slabs.size();
      slabs.add(null);
    }
    slabs.set(number, new Slab());
    unused++;
    return number;
  }

  void giveBack(int block) {
    int number = block / BLOCKS_PER_SLAB;
    Slab slab = at(number);
    slab.free[slab.freeCount++] = (short) (block % BLOCKS_PER_SLAB);
    withRoom.set(number);
    firstWithRoom = Math.min(firstWithRoom, number);
    if (slab.isUnused()) {
      used--;
      unused++;
      dropSpare();
    }
  }

  /** The last ones first. */
  private void dropSpare() {
    for (int number = slabs.size() - 1; unused > 1 + used / USED_PER_SPARE; number--) {
      Slab slab = slabs.get(number);
      if (slab != null && slab.isUnused()) {
        slabs.set(number, null);
        withRoom.clear(number);
        unused--;
      }
    }
  }

  private Slab at(int number) {
    return Objects.requireNonNull(slabs.get(number));
  }

  byte[] slab(int block) {
    return at(block / BLOCKS_PER_SLAB).bytes;
  }

  static int offset(int block) {
    return block % BLOCKS_PER_SLAB * BLOCK;
  }

  /** Bytes of all slabs. */
  long footprint() {
    return (slabs.size() - (long) Collections.frequency(slabs, null)) * BLOCKS_PER_SLAB * BLOCK;
  }
}
