package io.spanmill.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanmill.model.ErrorEntry;
import io.spanmill.model.ErrorGroup;
import io.spanmill.model.ErrorPoint;
import io.spanmill.model.ErrorSeries;
import io.spanmill.model.ErrorSum;
import io.spanmill.state.ErrorFormat;
import io.spanmill.window.Sightings.Sighting;
import io.spanmill.wire.ProtoWriter;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SightingsLaws {
  private static final long WINDOW = 1_000;
  private static final ErrorFormat FORMAT = new ErrorFormat();
  private static final ErrorGroup GROUP = new ErrorGroup("T", "m", "s", "n", "go", List.of());

  private static byte[] key(long window, long fingerprint) {
    ProtoWriter out = new ProtoWriter(32);
    ErrorFormat.writeKey(window * WINDOW, fingerprint, out);
    return out.toByteArray();
  }

  private static ErrorSum sum(long nanos) {
    ErrorSum sum = new ErrorSum();
    sum.addErrors(1, 1 << 24);
    sum.addSeen(nanos, nanos, GROUP);
    sum.entries().add(new ErrorEntry("w", "o"), 1);
    return sum;
  }

  /** In whatever order sums come, and whenever the process dies, the world ends up knowing. */
  @Test
  void theFirstWindowAloneIsNewInTheEnd() {
    for (long seed = 0; seed < 500; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      SortedMemory windows = new SortedMemory();
      SortedMemory memory = new SortedMemory();
      Map<ErrorSeries, ErrorPoint> world = new HashMap<>();
      Map<Long, Long> firsts = new TreeMap<>();
      WindowSums<ErrorSum> sums = new WindowSums<>(FORMAT, 1_000, 0, windows);
      RememberedSeries<ErrorSum, ErrorPoint> series = remembered(sums, memory);
      for (int i = random.nextInt(60); i >= 0; i--) {
        long window = random.nextInt(8);
        long fingerprint = 1 + random.nextInt(4);
        long nanos = window * WINDOW * 1_000_000 + random.nextInt(1_000);
        firsts.merge(fingerprint, nanos, Math::min);
        SumKey key = new SumKey(key(window, fingerprint));
        ErrorSum sum = sum(nanos);
        assertThat(sums.add(key, sum)).isSameAs(key);
        series.see(key.bytes(), sum);
        if (random.nextInt(5) == 0) {
          tell(sums, series, world);
        }
        if (random.nextInt(20) == 0) { // another process goes on
          sums = new WindowSums<>(FORMAT, 1_000, 0, windows);
          series = remembered(sums, memory);
        }
      }
      tell(sums, series, world);
      for (ErrorPoint point : world.values()) {
        long first = firsts.get(point.series().fingerprint());
        assertThat(point.firstSeenNanos()).as("seed %d, %s", seed, point).isEqualTo(first);
        assertThat(point.isNew())
            .as("seed %d, %s", seed, point)
            .isEqualTo(first / 1_000_000 / WINDOW * WINDOW == point.series().windowStartMillis());
      }
    }
  }

  private static RememberedSeries<ErrorSum, ErrorPoint> remembered(
      WindowSums<ErrorSum> sums, SumMemory memory) {
    SeriesMemory<ErrorSum, ErrorPoint> kept =
        new SeriesMemory<>("memory", 10 * WINDOW, 100, ErrorSum::firstNanos, ErrorPoint::since);
    return new RememberedSeries<>(kept, WINDOW, sums, memory);
  }

  private static void tell(
      WindowSums<ErrorSum> sums,
      RememberedSeries<ErrorSum, ErrorPoint> series,
      Map<ErrorSeries, ErrorPoint> world) {
    sums.tell(
        (key, sum) -> {
          ErrorSeries name = FORMAT.readKey(key);
          world.put(name, series.recall(key, new ErrorPoint(name, WINDOW, sum)));
        });
  }

  @Test
  void isForgottenWhenItWasNotSeenForLong() {
    SortedMemory memory = new SortedMemory();
    Sightings sightings = new Sightings(memory, 100);
    sightings.see(key(1, 7), 1);
    sightings.see(key(2, 8), 2);
    sightings.see(key(5, 7), 3);

    sightings.expire(2 * WINDOW);

    assertThat(sightings.of(key(0, 7))).isEqualTo(new Sighting(WINDOW, 1, 5 * WINDOW));
    assertThat(sightings.of(key(0, 8))).isNull();
    sightings.expire(5 * WINDOW);
    assertThat(memory.size()).isZero();
  }

  @Test
  void ofTooManyThoseAreForgottenThatWereSeenLongestAgo() {
    SortedMemory memory = new SortedMemory();
    Sightings sightings = new Sightings(memory, 2);
    sightings.see(key(1, 7), 1);
    sightings.see(key(2, 8), 2);
    sightings.see(key(3, 7), 3);
    new Sightings(memory, 2).see(key(3, 9), 4);
    assertThat(sightings.of(key(0, 8))).isNull();
    assertThat(sightings.of(key(0, 7))).isNotNull();
    assertThat(sightings.of(key(0, 9))).isNotNull();
  }

  /**
   *
   *
   * <pre>
   * 00 0000000000000007                    series
   *    01 e807 05 d00f                     version 1, window 1000, 5 ns, last window 2000
   * 01 00000000000007d0 0000000000000007   by its last window
   * </pre>
   */
  @Test
  void isStoredLikeThis() {
    SortedMemory memory = new SortedMemory();
    Sightings sightings = new Sightings(memory, 100);
    sightings.see(key(1, 7), 5);
    sightings.see(key(2, 7), 9);
    Map<String, String> stored = new TreeMap<>();
    memory.scan(
        new byte[0],
        null,
        (key, value) -> {
          stored.put(HexFormat.of().formatHex(key), HexFormat.of().formatHex(value));
          return true;
        });
    assertThat(stored)
        .isEqualTo(
            Map.of(
                "000000000000000007", "01e80705d00f",
                "0100000000000007d00000000000000007", ""));
  }
}
