package io.spanmill.trace;

import java.util.Arrays;

/** A row of bytes that grows, in blocks of a {@link BlockPool}. */
final class BlockBytes {
  private static final int[] NONE = {};

  private final BlockPool pool;
  private int[] blocks = NONE;
  private int blockCount;
  private int size;

  BlockBytes(BlockPool pool) {
    this.pool = pool;
  }

  int size() {
    return size;
  }

  /** Bytes of the pool that this holds. */
  int footprint() {
    return blockCount * (BlockPool.BLOCK + Integer.BYTES);
  }

  void append(byte[] source, int from, int to) {
    int at = from;
    while (at < to) {
      int used = size % BlockPool.BLOCK;
      if (used == 0) {
        addBlock();
      }
      int block = blocks[blockCount - 1];
      int count = Math.min(to - at, BlockPool.BLOCK - used);
      System.arraycopy(source, at, pool.slab(block), BlockPool.offset(block) + used, count);
      at += count;
      size += count;
    }
  }

  private void addBlock() {
    if (blockCount == blocks.length) {
      blocks = Arrays.copyOf(blocks, Math.max(4, blockCount * 2));
    }
    blocks[blockCount++] = pool.take();
  }

  void copyTo(byte[] target) {
    for (int i = 0; i < blockCount; i++) {
      int from = i * BlockPool.BLOCK;
      int count = Math.min(BlockPool.BLOCK, size - from);
      System.arraycopy(pool.slab(blocks[i]), BlockPool.offset(blocks[i]), target, from, count);
    }
  }

  void free() {
    for (int i = 0; i < blockCount; i++) {
      pool.giveBack(blocks[i]);
    }
    blocks = NONE;
    blockCount = 0;
    size = 0;
  }
}
