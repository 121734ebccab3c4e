package io.spanmill.chaos;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Which fault is to strike when: one after the other, each kind about as often as any other that
 * can strike again. The same seed gives the same schedule.
 *
 * @param kind what goes wrong
 * @param atMillis since the campaign's beginning; later if the one before takes longer than that
 * @param seed what is left open is drawn from it
 */
record Schedule(FaultKind kind, long atMillis, long seed) {
  /** Before the first fault something has to be going on. */
  private static final int FIRST_MILLIS = 8_000;

  /** After the last fault there is input still. */
  private static final int BEFORE_END_MILLIS = 5_000;

  private static final int SHORTEST_REST = 2_000;
  private static final int LONGEST_REST = 10_000;

  /** In the order of time; none if there are no kinds. */
  static List<Schedule> of(long seed, List<FaultKind> kinds, long lengthMillis) {
    List<Schedule> schedule = new ArrayList<>();
    List<FaultKind> round = new ArrayList<>();
    Random random = new Random(seed);
    long at = FIRST_MILLIS;
    while (at <= lengthMillis - BEFORE_END_MILLIS) {
      if (round.isEmpty()) {
        boolean first = schedule.isEmpty();
        kinds.stream().filter(kind -> first || !kind.isOnce()).forEach(round::add);
        Collections.shuffle(round, random);
      }
      if (round.isEmpty()) {
        break;
      }
      FaultKind next = round.remove(round.size() - 1);
      schedule.add(new Schedule(next, at, random.nextLong()));
      at += next.seconds() * 1_000L;
      at += SHORTEST_REST + random.nextInt(LONGEST_REST - SHORTEST_REST);
    }
    return schedule;
  }
}
