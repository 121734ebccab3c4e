package io.spanmill.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanmill.model.ConnectionType;
import io.spanmill.model.Edge;
import io.spanmill.model.EdgeSum;
import io.spanmill.model.Overflow;
import io.spanmill.state.EdgeFormat;
import io.spanmill.wire.ByteReader;
import io.spanmill.wire.ProtoWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WindowSumsLaws {
  private static final EdgeFormat FORMAT = new EdgeFormat();
  private static final long WINDOW = 1_000;
  private static final int PARTITION = 3;
  private static final Map<String, String> MARK = Overflow.dimensions(PARTITION);

  /** A call of so many nanoseconds that is given, or taken back. */
  record Step(long window, int service, ConnectionType type, long nanos, int count) {
    byte[] key() {
      ProtoWriter out = new ProtoWriter(64);
      EdgeFormat.writeKey(window * WINDOW, type, "user", "service-" + service, out);
      return out.toByteArray();
    }

    EdgeSum sum() {
      EdgeSum sum = new EdgeSum();
      sum.addCalls(count, 1L << 24, service % 2 == 0, false);
      sum.addServerDuration(count, nanos);
      return sum;
    }

    Step takenBack() {
      return new Step(window, service, type, nanos, -count);
    }
  }

  static List<Step> steps(SplittableRandom random) {
    List<Step> steps = new ArrayList<>();
    List<Step> standing = new ArrayList<>();
    int services = 1 + random.nextInt(30);
    ConnectionType[] types = ConnectionType.values();
    for (int i = random.nextInt(300); i >= 0; i--) {
      if (!standing.isEmpty() && random.nextInt(3) == 0) {
        steps.add(standing.remove(random.nextInt(standing.size())).takenBack());
      } else {
        ConnectionType type = types[random.nextInt(2)];
        Step step =
            new Step(
                random.nextInt(3), random.nextInt(services), type, random.nextInt(1_000_000), 1);
        standing.add(step);
        steps.add(step);
      }
    }
    return steps;
  }

  /** What the world knows, and what it once was told, is looked at as it is told. */
  private static final class World implements WindowSums.Telling<EdgeSum> {
    private final Map<Edge, EdgeSum> known = new LinkedHashMap<>();

    @Override
    public void tell(byte[] key, @Nullable EdgeSum sum) {
      Edge edge = FORMAT.readKey(key);
      if (sum == null) {
        known.remove(edge);
      } else {
        assertThat(sum.calls()).as("%s", edge).isPositive();
        known.put(edge, sum);
      }
    }

    World copy() {
      World copy = new World();
      copy.known.putAll(known);
      return copy;
    }

    String spelled() {
      StringBuilder text = new StringBuilder();
      known.entrySet().stream()
          .map(entry -> entry.getKey() + " " + WindowSumsLaws.spelled(entry.getValue()))
          .sorted()
          .forEach(line -> text.append(line).append('\n'));
      return text.toString();
    }
  }

  private static String spelled(EdgeSum sum) {
    ProtoWriter out = new ProtoWriter(64);
    FORMAT.write(sum, out);
    return HexFormat.of().formatHex(out.toByteArray());
  }

  private static World run(List<Step> steps, int limit, SplittableRandom random, boolean restarts) {
    SortedMemory memory = new SortedMemory();
    SortedMemory committed = memory.copy();
    WindowSums<EdgeSum> sums = new WindowSums<>(FORMAT, limit, PARTITION, memory);
    World world = new World();
    World read = world.copy();
    int from = 0;
    boolean died = !restarts;
    for (int i = 0; i < steps.size(); i++) {
      sums.add(new SumKey(steps.get(i).key()), steps.get(i).sum());
      if (random.nextInt(9) == 0) {
        sums.tell(world);
      } else if (random.nextInt(5) == 0) {
        sums.tell(world, 1 + random.nextInt(3));
      }
      if (restarts && random.nextInt(20) == 0) { // a commit, perhaps another process after it
        committed = memory.copy();
        read = world.copy();
        from = i + 1;
        if (random.nextBoolean()) {
          sums = new WindowSums<>(FORMAT, limit, PARTITION, memory);
        }
      }
      if (!died && random.nextInt(40) == 0) { // what was not committed has not happened
        died = true;
        memory = committed.copy();
        world = read.copy();
        sums = new WindowSums<>(FORMAT, limit, PARTITION, memory);
        i = from - 1;
      }
    }
    sums.tell(world);
    return world;
  }

  @Test
  void theOverflowTakesWhatHasNoPlaceAndNothingIsLost() {
    for (long seed = 0; seed < 400; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      List<Step> steps = steps(random);
      int limit = 1 + random.nextInt(20);
      World world = run(steps, limit, random, false);
      assertThat(world.spelled()).as("seed %d", seed).isEqualTo(oracle(steps, limit).spelled());
    }
  }

  /** The first so many series of each window have sums of their own, for ever. */
  private static World oracle(List<Step> steps, int limit) {
    Map<Long, List<String>> places = new HashMap<>();
    Map<Edge, EdgeSum> sums = new HashMap<>();
    for (Step step : steps) {
      Edge edge = FORMAT.readKey(step.key());
      List<String> own = places.computeIfAbsent(step.window(), window -> new ArrayList<>());
      if (!own.contains(edge.toString()) && own.size() < limit) {
        own.add(edge.toString());
      }
      Edge at =
          own.contains(edge.toString())
              ? edge
              : new Edge(edge.windowStartMillis(), "", "", edge.type(), MARK);
      sums.computeIfAbsent(at, unused -> new EdgeSum()).add(step.sum());
    }
    World world = new World();
    sums.values().removeIf(FORMAT::isNothing);
    world.known.putAll(sums);
    return world;
  }

  @Test
  void aRestartAtAnyRecordChangesNothing() {
    for (long seed = 1_000; seed < 1_400; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      List<Step> steps = steps(random);
      int limit = 1 + random.nextInt(20);
      World world = run(steps, limit, random, true);
      assertThat(world.spelled()).as("seed %d", seed).isEqualTo(oracle(steps, limit).spelled());
    }
  }

  @Test
  void totalsStayRightAndPositiveWhateverLimitsComeOneAfterTheOther() {
    for (long seed = 2_000; seed < 2_300; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      List<Step> steps = steps(random);
      SortedMemory memory = new SortedMemory();
      World world = new World();
      WindowSums<EdgeSum> sums = new WindowSums<>(FORMAT, 3, PARTITION, memory);
      EdgeSum total = new EdgeSum();
      for (Step step : steps) {
        sums.add(new SumKey(step.key()), step.sum());
        total.add(step.sum());
        if (random.nextInt(7) == 0) {
          sums.tell(world);
          sums = new WindowSums<>(FORMAT, 1 + random.nextInt(20), PARTITION, memory);
        }
      }
      sums.tell(world);
      EdgeSum told = new EdgeSum();
      world.known.values().forEach(told::add);
      assertThat(spelled(told)).as("seed %d", seed).isEqualTo(spelled(total));
    }
  }

  @Test
  void whatTheOneBeforeLeftUntoldIsToldHoweverMuchItIs() {
    int series = 2 * WindowSums.KEYS_AT_A_TIME + 7;
    SortedMemory memory = new SortedMemory();
    WindowSums<EdgeSum> died = new WindowSums<>(FORMAT, series, PARTITION, memory);
    for (int i = 0; i < series; i++) {
      Step step = new Step(i % 2, i, ConnectionType.DIRECT, 1, 1);
      died.add(new SumKey(step.key()), step.sum());
    }
    assertThat(died.isFullOfNews()).isTrue();
    World world = new World();
    WindowSums<EdgeSum> next = new WindowSums<>(FORMAT, series, PARTITION, memory);
    next.tell(world);
    assertThat(world.known).hasSize(series);
    next.expire(0, 5, world);
    assertThat(memory.size()).as("sums, their number, the time").isEqualTo(series / 2 + 2);
    next.expire(WINDOW, 7, world);
    assertThat(memory.size()).as("the time").isEqualTo(1);
    assertThat(new WindowSums<>(FORMAT, series, PARTITION, memory).expiredAt()).isEqualTo(7);
  }

  @Test
  void whatIsTooMuchForOneTellingFollowsInTheNextOnesAndBeforeItsWindowGoes() {
    WindowSums<EdgeSum> sums = new WindowSums<>(FORMAT, 10, PARTITION, new SortedMemory());
    for (int i = 0; i < 6; i++) {
      Step step = new Step(i % 2, i, ConnectionType.DIRECT, 1, 1);
      sums.add(new SumKey(step.key()), step.sum());
      sums.add(new SumKey(step.key()), step.sum());
    }
    World world = new World();
    sums.tell(world, 2);
    assertThat(world.known.keySet())
        .extracting(Edge::server)
        .containsExactly("service-0", "service-1");
    sums.expire(0, 5, world);
    assertThat(world.known.keySet())
        .extracting(Edge::server)
        .containsExactly("service-0", "service-1", "service-2", "service-4");
    sums.tell(world, 2);
    assertThat(world.known).hasSize(6);
    assertThat(world.known.values()).allSatisfy(sum -> assertThat(sum.calls()).isEqualTo(2));
  }

  /**
   *
   *
   * <pre>
   * 01   version
   * 01   full
   * 02   series
   * </pre>
   */
  @Test
  void theCountOfAWindowIsSpelledLikeThis() {
    SortedMemory memory = new SortedMemory();
    WindowSums<EdgeSum> sums = new WindowSums<>(FORMAT, 2, PARTITION, memory);
    for (int service = 0; service < 4; service++) {
      Step step = new Step(5, service, ConnectionType.DIRECT, 1, 1);
      sums.add(new SumKey(step.key()), step.sum());
    }
    byte[] window = HexFormat.of().parseHex("0000000000001388");
    assertThat(memory.get(window)).containsExactly(1, 1, 2);
    assertThat(sums.overflowedSums()).isEqualTo(2);
    assertThat(sums.overflowedWindows()).isEqualTo(1);
    Edge edge = new Edge(5_000, "", "", ConnectionType.DIRECT, Overflow.dimensions(PARTITION));
    byte[] overflow =
        FORMAT.overflowKey(new Step(5, 9, ConnectionType.DIRECT, 1, 1).key(), PARTITION);
    assertThat(FORMAT.readKey(overflow)).isEqualTo(edge);
    byte[] stored = memory.get(overflow);
    assertThat(stored).isNotNull().startsWith(1);
    assertThat(FORMAT.read(new ByteReader(stored, 1, stored.length)).calls()).isEqualTo(2);
  }
}
