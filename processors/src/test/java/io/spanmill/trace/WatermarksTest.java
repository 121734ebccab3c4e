package io.spanmill.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanmill.split.SourceClock;
import io.spanmill.split.Sources;
import io.spanmill.state.ControlRecord;
import io.spanmill.state.Stamp;
import io.spanmill.state.Stamp.Kind;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class WatermarksTest {
  private final Watermarks watermarks = new Watermarks();

  private long hear(Kind kind, int partition, int sources, long watermark) {
    return watermarks.observe(new Stamp(kind, "in", partition, sources, watermark, 0));
  }

  @Test
  void timeIsTheEarliestOfAllSources() {
    hear(Kind.DATA, 0, 2, 100);
    assertThat(hear(Kind.DATA, 1, 2, 40)).isEqualTo(40);
    assertThat(hear(Kind.DATA, 1, 2, 70)).isEqualTo(70);
    assertThat(hear(Kind.DATA, 1, 2, 170)).isEqualTo(100);
  }

  @Test
  void timeStandsUntilAllWereHeard() {
    assertThat(hear(Kind.DATA, 0, 3, 100)).isEqualTo(Stamp.NONE);
    assertThat(hear(Kind.HEARTBEAT, 1, 3, 90)).isEqualTo(Stamp.NONE);
    assertThat(hear(Kind.HEARTBEAT, 2, 3, Stamp.NONE)).isEqualTo(Stamp.NONE);
    assertThat(hear(Kind.DATA, 2, 3, 95)).isEqualTo(90);
  }

  @Test
  void anIdleSourceThatNeverHadAnythingHoldsNobodyBack() {
    hear(Kind.DATA, 0, 2, 100);
    assertThat(hear(Kind.IDLE, 1, 2, Stamp.NONE)).isEqualTo(100);
    assertThat(hear(Kind.DATA, 0, 2, 110)).isEqualTo(110);
  }

  @Test
  void anIdleSourceThatHadSomethingCounts() {
    hear(Kind.DATA, 0, 2, 100);
    assertThat(hear(Kind.IDLE, 1, 2, 60)).isEqualTo(60);
    assertThat(hear(Kind.IDLE, 1, 2, 80)).isEqualTo(80);
  }

  @Test
  void whatIsInForceSaysNothingOfTime() {
    hear(Kind.DATA, 0, 1, 100);
    assertThat(watermarks.observe(Stamp.of(ControlRecord.key()))).isEqualTo(100);
    assertThat(watermarks.stamps()).hasSize(1);
    assertThat(hear(Kind.DATA, 0, 1, 110)).isEqualTo(110);
  }

  private long hearSilence(int partition, long watermark, long silentMillis) {
    return watermarks.observe(new Stamp(Kind.IDLE, "in", partition, 3, watermark, silentMillis));
  }

  @Test
  void timeIsTheLatestWhereAllHaveLongBeenSilent() {
    hearSilence(0, 100, 30_000);
    hearSilence(1, 60, 30_000);
    assertThat(hearSilence(2, Stamp.NONE, 29_999)).isEqualTo(60);
    assertThat(hearSilence(2, Stamp.NONE, 30_000)).isEqualTo(100);
  }

  @Test
  void aSilentSourceThatIsReadAnewGoesOnWhereItHadCome() {
    hear(Kind.DATA, 0, 2, 10_000);
    watermarks.observe(new Stamp(Kind.IDLE, "in", 1, 2, 9_000, 700));
    assertThat(hear(Kind.DATA, 0, 2, 60_000)).isEqualTo(9_000);
    SourceClock anew = new SourceClock("in", 1);
    for (long silent : new long[] {500, 2_500, 2_500, 5_500}) {
      watermarks.observe(anew.silence(new Sources.Idleness(7, silent), 2));
    }
    assertThat(watermarks.now()).isEqualTo(9_000 + 10_000);
    SourceClock again = new SourceClock("in", 1);
    watermarks.observe(again.silence(new Sources.Idleness(7, 300), 2));
    assertThat(watermarks.now()).as("what passed in between nobody knows").isEqualTo(19_000);
    watermarks.observe(again.silence(new Sources.Idleness(7, 1_300), 2));
    assertThat(watermarks.now()).isEqualTo(21_000);
    watermarks.observe(again.data(7, 20_500, 2));
    assertThat(watermarks.now()).as("never back").isEqualTo(21_000);
    watermarks.observe(again.data(8, 22_000, 2));
    assertThat(watermarks.now()).isEqualTo(22_000);
  }

  /** Nobody says how long it was not read, so that restarts would add up. */
  @Test
  void aSilentSourceThatIsReadAnewCatchesUpAtTwiceThePace() {
    hear(Kind.DATA, 0, 2, 10_000);
    watermarks.observe(new Stamp(Kind.IDLE, "in", 1, 2, 10_000, 700));
    hear(Kind.DATA, 0, 2, 15_000);
    SourceClock anew = new SourceClock("in", 1);
    for (long silent = 0; silent <= 4_000; silent += 1_000) {
      hear(Kind.DATA, 0, 2, 15_000 + silent);
      watermarks.observe(anew.silence(new Sources.Idleness(7, silent), 2));
      assertThat(watermarks.now()).isEqualTo(10_000 + 2 * silent);
    }
    for (long silent = 5_000; silent <= 9_000; silent += 1_000) {
      hear(Kind.DATA, 0, 2, 15_000 + silent);
      watermarks.observe(anew.silence(new Sources.Idleness(7, silent), 2));
      assertThat(watermarks.now()).as("not ahead").isEqualTo(15_000 + silent);
    }
  }

  @Test
  void nothingIsKnownWhereAllAreIdleAndNeverHadAnything() {
    assertThat(hear(Kind.IDLE, 0, 1, Stamp.NONE)).isEqualTo(Stamp.NONE);
  }

  @Test
  void theEndIsWhereAllHaveEnded() {
    hear(Kind.ENDED, 0, 2, Stamp.END);
    assertThat(hear(Kind.DATA, 1, 2, 50)).isEqualTo(50);
    assertThat(hear(Kind.ENDED, 1, 2, Stamp.END)).isEqualTo(Stamp.END);
  }

  @Test
  void sourcesMayComeBackAfterTheEnd() {
    hear(Kind.DATA, 0, 1, 50);
    hear(Kind.ENDED, 0, 1, Stamp.END);
    assertThat(hear(Kind.DATA, 0, 1, 60)).isEqualTo(60);
    hear(Kind.ENDED, 0, 1, Stamp.END);
    assertThat(hear(Kind.DATA, 0, 1, 30)).as("not before where time had come").isEqualTo(60);
  }

  @Test
  void timeStandsUntilANewSourceWasHeardAndAllKnowOfIt() {
    hear(Kind.DATA, 0, 2, 100);
    hear(Kind.DATA, 1, 2, 100);
    assertThat(hear(Kind.DATA, 0, 3, 200)).isEqualTo(100);
    assertThat(hear(Kind.DATA, 1, 2, 200)).isEqualTo(100);
    assertThat(hear(Kind.DATA, 2, 3, 150)).isEqualTo(100);
    assertThat(hear(Kind.DATA, 1, 3, 210)).isEqualTo(150);
  }

  @Test
  void aSourceThatIsGoneHoldsNobodyBack() {
    hear(Kind.DATA, 0, 2, 100);
    hear(Kind.DATA, 1, 2, 20);
    assertThat(hear(Kind.DATA, 0, 1, 110)).isEqualTo(110);
  }

  @Test
  void aSourceWhosePlaceAnotherHasTakenHoldsNobodyBack() {
    hear(Kind.DATA, 0, 2, 20);
    hear(Kind.DATA, 1, 2, 100);
    assertThat(watermarks.observe(new Stamp(Kind.DATA, "other", 0, 2, 90, 0))).isEqualTo(90);
    assertThat(hear(Kind.DATA, 1, 2, 110)).isEqualTo(90);
  }

  @Test
  void sourcesOfTwoTopicsAreTwo() {
    hear(Kind.DATA, 0, 2, 100);
    assertThat(watermarks.observe(new Stamp(Kind.DATA, "other", 0, 2, 30, 0))).isEqualTo(30);
  }

  @Test
  void whatWasRestoredGoesOnAlike() {
    hear(Kind.DATA, 0, 2, 100);
    hear(Kind.DATA, 1, 2, 70);
    Watermarks other = new Watermarks();
    other.restore(watermarks.stamps(), watermarks.now());
    assertThat(other.now()).isEqualTo(70);
    assertThat(other.observe(new Stamp(Kind.DATA, "in", 1, 2, 90, 0))).isEqualTo(90);
  }

  @Test
  void timeNeverGoesBackBeforeTheEnd() {
    for (long seed = 0; seed < 500; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      Watermarks any = new Watermarks();
      long before = Stamp.NONE;
      for (int i = 0; i < 200; i++) {
        Kind kind = Kind.values()[random.nextInt(3)];
        long watermark = random.nextInt(10) == 0 ? Stamp.NONE : random.nextLong(1000);
        long now =
            any.observe(
                new Stamp(kind, "in", random.nextInt(4), 1 + random.nextInt(4), watermark, 0));
        assertThat(now).as("seed %d, step %d", seed, i).isGreaterThanOrEqualTo(before);
        before = now;
      }
    }
  }
}
