package io.spanmill.trace;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Blocks of {@value #BLOCK} bytes out of large slabs, handed out and taken back by number. Spans
 * wait here: the garbage collector never sees them come and go. Not thread-safe.
 */
public final class BlockPool {
  static final int BLOCK = 1024;

  private static final int BLOCKS_PER_SLAB = 1024;

  private final List<byte[]> slabs = new ArrayList<>();
  private int[] free = new int[BLOCKS_PER_SLAB];
  private int freeCount;

  int take() {
    if (freeCount == 0) {
      addSlab();
    }
    return free[--freeCount];
  }

  void giveBack(int block) {
    free[freeCount++] = block;
  }

  byte[] slab(int block) {
    return slabs.get(block / BLOCKS_PER_SLAB);
  }

  static int offset(int block) {
    return block % BLOCKS_PER_SLAB * BLOCK;
  }

  private void addSlab() {
    int first = slabs.size() * BLOCKS_PER_SLAB;
    slabs.add(new byte[BLOCKS_PER_SLAB * BLOCK]);
    free = Arrays.copyOf(free, slabs.size() * BLOCKS_PER_SLAB);
    for (int i = BLOCKS_PER_SLAB - 1; i >= 0; i--) {
      free[freeCount++] = first + i;
    }
  }
}
