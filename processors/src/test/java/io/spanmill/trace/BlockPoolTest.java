package io.spanmill.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BlockPoolTest {
  private static final long SLAB = 256 * 1024;

  /** As others come and go. */
  private static void use(BlockPool pool) {
    for (int i = 0; i < 64 * 65_536; i++) {
      pool.giveBack(pool.take());
    }
  }

  @Test
  void whatWasGivenBackIsLetGoByAndBy() {
    BlockPool pool = new BlockPool();
    List<Integer> taken = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      taken.add(pool.take());
    }
    assertThat(pool.footprint()).isEqualTo(40 * SLAB);
    taken.forEach(pool::giveBack);
    assertThat(pool.footprint()).isEqualTo(40 * SLAB);
    use(pool);
    assertThat(pool.footprint()).isEqualTo(SLAB);
  }

  @Test
  void noBlockIsHandedOutTwiceAndNoneLosesItsBytes() {
    for (long seed = 0; seed < 20; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      BlockPool pool = new BlockPool();
      Map<Integer, Byte> taken = new HashMap<>();
      List<Integer> order = new ArrayList<>();
      for (int i = 0; i < 20_000; i++) {
        boolean grows = i / 2_000 % 2 == 0;
        if (order.isEmpty() || random.nextInt(10) < (grows ? 8 : 2)) {
          int block = pool.take();
          byte written = (byte) random.nextInt();
          pool.bytes(block)[pool.offset(block) + 7] = written;
          assertThat(taken.put(block, written)).as("seed %d", seed).isNull();
          order.add(block);
        } else {
          int block = order.remove(random.nextInt(order.size()));
          assertThat(pool.bytes(block)[pool.offset(block) + 7])
              .as("seed %d", seed)
              .isEqualTo(taken.remove(block));
          pool.giveBack(block);
        }
      }
      long most = pool.footprint();
      order.forEach(pool::giveBack);
      assertThat(pool.footprint()).as("seed %d", seed).isEqualTo(most);
    }
  }
}
