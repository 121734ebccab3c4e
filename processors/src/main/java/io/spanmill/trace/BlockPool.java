package io.spanmill.trace;

/**
 * Blocks of {@value #BLOCK} bytes, handed out and taken back by number. Spans wait here. Not
 * thread-safe.
 */
final class BlockPool {
  static final int BLOCK = 1024;

  private static final int BLOCKS_PER_SLAB = 256;

  private static final class Slab {
    private final byte[] bytes = new byte[BLOCKS_PER_SLAB * BLOCK];

    /** For each block, the number of another. */
    private final int[] next = new int[BLOCKS_PER_SLAB];
  }

  /** So many blocks are handed out before some of what is not in use is let go. */
  private static final int BETWEEN = 1 << 16;

  private final Slabs<Slab> slabs = new Slabs<>(BLOCKS_PER_SLAB, Slab::new);
  private int taken;

  int take() {
    if (++taken % BETWEEN == 0) {
      slabs.letGo();
    }
    return slabs.take();
  }

  void giveBack(int block) {
    slabs.giveBack(block);
  }

  /** Where the bytes of a block are, among others: from {@link #offset} on. */
  byte[] bytes(int block) {
    return slabs.slab(block).bytes;
  }

  int offset(int block) {
    return slabs.place(block) * BLOCK;
  }

  /** Has another block follow this one. */
  void chain(int block, int next) {
    slabs.slab(block).next[slabs.place(block)] = next;
  }

  /** The block that was told to follow this one. */
  int next(int block) {
    return slabs.slab(block).next[slabs.place(block)];
  }

  /** Bytes of all slabs. */
  long footprint() {
    return (long) slabs.count() * BLOCKS_PER_SLAB * BLOCK;
  }
}
