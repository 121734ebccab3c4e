package io.spanmill.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.IntPredicate;

/**
 * Wherever restarts cut a run: at each step the same is told as without them.
 *
 * @param steps how many there are
 * @param run what is told at each step, with a restart before some of them
 */
record RestartLaw(long seed, int steps, Run run) {
  private static final int ROUNDS = 6;

  /** A run from its beginning to its end. */
  interface Run {
    List<List<String>> outcomes(IntPredicate restartBefore);
  }

  /** Cuts it once, up to three times, and everywhere. */
  void require(SplittableRandom random) {
    List<List<String>> whole = run.outcomes(i -> false);
    for (int round = 0; round < ROUNDS; round++) {
      Set<Integer> at = new TreeSet<>();
      for (int i = 0; i <= round / 2; i++) {
        at.add(random.nextInt(steps));
      }
      compare(run.outcomes(at::contains), whole, "before " + at);
    }
    compare(run.outcomes(i -> true), whole, "everywhere");
  }

  /** Traces that close at one step close in any order. */
  private void compare(List<List<String>> actual, List<List<String>> whole, String restarts) {
    for (int i = 0; i < whole.size(); i++) {
      assertThat(actual.get(i))
          .as("seed %d, restarts %s, step %d", seed, restarts, i)
          .containsExactlyInAnyOrderElementsOf(whole.get(i));
    }
  }
}
