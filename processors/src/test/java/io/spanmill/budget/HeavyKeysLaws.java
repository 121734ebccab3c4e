package io.spanmill.budget;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class HeavyKeysLaws {
  private static final long SEED = 0x5eed_4ea7L;

  @Test
  void namesAllAsLongAsThereIsRoom() {
    for (long seed = SEED; seed < SEED + 200; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      int capacity = 1 + random.nextInt(40);
      HeavyKeys keys = new HeavyKeys(capacity);
      for (int i = 0; i < 2_000; i++) {
        long key = random.nextInt(capacity) * 0x1_0000_0001L;
        assertThat(keys.count(key, i / 100)).as("seed %x", seed).isTrue();
      }
    }
  }

  @Test
  void namesNoMoreInAnEpochThanThereIsRoomFor() {
    for (long seed = SEED; seed < SEED + 50; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      HeavyKeys keys = new HeavyKeys(20);
      Map<Integer, Set<Long>> named = new HashMap<>();
      for (int i = 0; i < 20_000; i++) {
        long key = (long) (1_000 * Math.pow(random.nextDouble(), 4));
        if (keys.count(key, i / 1_000)) {
          named.computeIfAbsent(i / 1_000, unused -> new HashSet<>()).add(key);
        }
      }
      named.forEach((epoch, names) -> assertThat(names).hasSizeLessThanOrEqualTo(20));
    }
  }

  /** Keys of which each comes once fill every place again and again, and are not named. */
  @Test
  void namesWhatIsFrequentAmongKeysThatComeOnce() {
    SplittableRandom random = new SplittableRandom(SEED);
    HeavyKeys keys = new HeavyKeys(50);
    for (int epoch = 0; epoch < 20; epoch++) {
      int once = 0;
      int frequent = 0;
      for (int i = 0; i < 2_000; i++) {
        if (i % 20 == 7) { // a twentieth of all, and the places are one in fifty
          frequent += keys.count(1, epoch) ? 1 : 0;
        } else {
          once += keys.count(random.nextLong(), epoch) ? 1 : 0;
        }
      }
      assertThat(frequent).as("epoch %d", epoch).isEqualTo(100);
      assertThat(once).as("epoch %d", epoch).isLessThanOrEqualTo(50);
    }
  }

  @Test
  void makesRoomForWhatBecomesFrequent() {
    HeavyKeys keys = new HeavyKeys(3);
    for (int i = 0; i < 90; i++) {
      assertThat(keys.count(i % 3, 0)).isTrue();
    }
    assertThat(keys.count(7, 0)).isFalse();
    assertThat(keys.count(0, 1)).isTrue();
    assertThat(keys.count(7, 1)).as("all were told in the last epoch").isFalse();
    assertThat(keys.count(7, 2)).as("takes the place of 1 or 2").isFalse();
    assertThat(keys.count(7, 3)).isTrue();
    assertThat(keys.count(0, 3)).isTrue();
  }
}
