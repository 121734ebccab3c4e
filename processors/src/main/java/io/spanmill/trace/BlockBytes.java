package io.spanmill.trace;

/** A row of bytes that grows, in a chain of blocks of a {@link BlockPool}. */
final class BlockBytes {
  private final BlockPool pool;
  private int first;
  private int last;
  private int size;

  BlockBytes(BlockPool pool) {
    this.pool = pool;
  }

  int size() {
    return size;
  }

  /** Bytes of the pool that this holds. */
  int footprint() {
    return blocks() * (BlockPool.BLOCK + Integer.BYTES);
  }

  private int blocks() {
    return (size + BlockPool.BLOCK - 1) / BlockPool.BLOCK;
  }

  void append(byte[] source, int from, int to) {
    int at = from;
    while (at < to) {
      int used = size % BlockPool.BLOCK;
      if (used == 0) {
        addBlock();
      }
      int count = Math.min(to - at, BlockPool.BLOCK - used);
      System.arraycopy(source, at, pool.bytes(last), pool.offset(last) + used, count);
      at += count;
      size += count;
    }
  }

  private void addBlock() {
    int block = pool.take();
    if (size == 0) {
      first = block;
    } else {
      pool.chain(last, block);
    }
    last = block;
  }

  void copyTo(byte[] target) {
    int block = first;
    for (int at = 0; at < size; at += BlockPool.BLOCK) {
      int count = Math.min(BlockPool.BLOCK, size - at);
      System.arraycopy(pool.bytes(block), pool.offset(block), target, at, count);
      block = pool.next(block);
    }
  }

  void free() {
    int block = first;
    for (int left = blocks(); left > 0; left--) {
      int next = pool.next(block);
      pool.giveBack(block);
      block = next;
    }
    size = 0;
  }
}
