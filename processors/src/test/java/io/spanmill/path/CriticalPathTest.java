package io.spanmill.path;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Times in these are {@code from, to}; the spans' indexes are their places. */
class CriticalPathTest {
  private static final boolean CALL = true;
  private static final boolean LOCAL = false;

  private final CriticalPath path = new CriticalPath();
  private int spans;

  CriticalPathTest() {
    path.begin(16);
  }

  private void span(int parent, long from, long to, boolean call) {
    path.add(parent, from, to - from, call);
    spans++;
  }

  private long[] selves() {
    path.find();
    long[] selves = new long[spans];
    for (int step = 0; step < path.length(); step++) {
      selves[path.span(step)] = path.selfNanos(step);
    }
    return selves;
  }

  @Test
  void whatNoChildAccountsForIsTheSpansOwn() {
    span(-1, 100, 200, LOCAL);
    span(0, 110, 130, LOCAL);
    span(0, 150, 190, LOCAL);
    span(2, 150, 160, LOCAL);
    assertThat(selves()).containsExactly(40, 20, 30, 10);
  }

  @Test
  void ofChildrenSideBySideTheLastToFinishCounts() {
    span(-1, 100, 200, LOCAL);
    span(0, 110, 160, LOCAL);
    span(0, 110, 190, LOCAL);
    span(0, 120, 170, LOCAL);
    assertThat(selves()).containsExactly(20, 0, 80, 0);
    assertThat(path.length()).isEqualTo(2);
    assertThat(path.overlapping()).isEqualTo(2);
  }

  @Test
  void aChildThatRunsAllAlongDoesNotHideThoseThatWereWaitedFor() {
    span(-1, 100, 200, LOCAL);
    span(0, 100, 199, LOCAL);
    span(0, 110, 150, LOCAL);
    span(0, 150, 200, LOCAL);
    assertThat(selves()).containsExactly(10, 0, 40, 50);
  }

  @Test
  void oneThatOutlivesItsParentGetsOnlyTheTimeAfterAllThatWereWaitedFor() {
    span(-1, 100, 200, LOCAL);
    span(0, 110, 180, LOCAL);
    span(0, 120, 900, LOCAL);
    span(2, 170, 190, LOCAL);
    assertThat(selves()).containsExactly(10, 70, 10, 10);
    assertThat(path.asynchronous()).isEqualTo(1);
  }

  @Test
  void aCallThatWasGivenUpGetsTheWholeWait() {
    span(-1, 100, 200, LOCAL);
    span(0, 110, 190, LOCAL);
    span(1, 115, 900, CALL);
    assertThat(selves()).containsExactly(20, 5, 75);
    assertThat(path.asynchronous()).isEqualTo(1);
    assertThat(path.skewed()).isZero();
  }

  @Test
  void whatBeginsAfterItsParentIsNotOnThePath() {
    span(-1, 100, 200, LOCAL);
    span(0, 250, 300, LOCAL);
    assertThat(selves()).containsExactly(100, 0);
    assertThat(path.asynchronous()).isEqualTo(1);
  }

  @Test
  void aCallByAnotherClockIsMovedIntoTheMiddleOfItsCaller() {
    span(-1, 100, 200, LOCAL);
    span(0, 5_130, 5_190, CALL);
    span(1, 5_140, 5_150, LOCAL);
    assertThat(selves()).containsExactly(40, 50, 10);
    assertThat(path.skewed()).isEqualTo(1);
    assertThat(path.asynchronous()).isZero();
  }

  @Test
  void aCallThatIsLongerThanItsCallerIsMovedToTheBeginning() {
    span(-1, 100, 200, LOCAL);
    span(0, 20, 140, CALL);
    assertThat(selves()).containsExactly(0, 100);
    assertThat(path.skewed()).isEqualTo(1);
    assertThat(path.asynchronous()).isEqualTo(1);
  }

  @Test
  void anyOtherThatBeginsBeforeItsParentIsCutOff() {
    span(-1, 100, 200, LOCAL);
    span(0, 20, 140, LOCAL);
    assertThat(selves()).containsExactly(60, 40);
    assertThat(path.skewed()).isEqualTo(1);
  }

  @Test
  void aRootOfNoDurationIsItsOwnPath() {
    span(-1, 100, 100, LOCAL);
    span(0, 100, 100, LOCAL);
    assertThat(selves()).containsExactly(0, 0);
    assertThat(path.length()).isEqualTo(1);
  }
}
