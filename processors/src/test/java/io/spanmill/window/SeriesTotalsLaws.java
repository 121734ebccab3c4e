package io.spanmill.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanmill.model.ConnectionType;
import io.spanmill.model.Edge;
import io.spanmill.model.EdgeSum;
import io.spanmill.model.Overflow;
import io.spanmill.model.Total;
import io.spanmill.state.EdgeFormat;
import io.spanmill.window.WindowSumsLaws.Step;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SeriesTotalsLaws {
  private static final EdgeFormat FORMAT = new EdgeFormat();
  private static final int PARTITION = 3;
  private static final long NEVER = Long.MAX_VALUE / 2;
  private static final long SEED = 0x7074_616cL;
  private static final int ROUNDS = 300;

  /** What those know who add up what they hear, and those who take the last for all. */
  private static final class World implements SeriesTotals.World<Edge, EdgeSum> {
    private final Map<Edge, EdgeSum> gained = new HashMap<>();
    private final Map<Edge, EdgeSum> standing = new HashMap<>();

    @Override
    public void gained(Total<Edge, EdgeSum> gain) {
      assertThat(gain.sum().calls()).isNotNegative();
      assertThat(gain.sum().serverNanos()).isNotNegative();
      gained.computeIfAbsent(gain.series(), unused -> new EdgeSum()).add(gain.sum());
    }

    @Override
    public void stands(Total<Edge, EdgeSum> total) {
      EdgeSum before = standing.put(total.series(), total.sum());
      if (before != null) {
        EdgeSum grown = difference(total.sum(), before);
        assertThat(grown.part(-1).isZero()).as("%s went down", total.series()).isTrue();
      }
    }
  }

  private static EdgeSum difference(EdgeSum sum, EdgeSum less) {
    EdgeSum difference = new EdgeSum();
    difference.add(sum);
    long[] counts = less.counts();
    difference.addCalls(-counts[0], 1L << 24, false, false);
    difference.addServerDuration(0, 0);
    return difference;
  }

  private static SeriesTotals<Edge, EdgeSum> totals(int most, SumMemory memory) {
    return new SeriesTotals<>(
        FORMAT, new SeriesTotals.Bounds(most, true, NEVER), PARTITION, memory);
  }

  /** Whatever was given or taken back meanwhile, and however often it began anew. */
  @Test
  void neverGoesDownAndIsRightAsSoonAsNothingIsOwed() {
    for (long seed = SEED; seed < SEED + ROUNDS; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      List<Step> steps = WindowSumsLaws.steps(random);
      SortedMemory memory = new SortedMemory();
      SeriesTotals<Edge, EdgeSum> totals = totals(1_000, memory);
      World world = new World();
      Map<Edge, EdgeSum> truth = new LinkedHashMap<>();
      long now = 0;
      for (Step step : steps) {
        totals.add(step.key(), step.sum(), now++);
        Edge edge = withoutWindow(FORMAT.readKey(step.key()));
        truth.computeIfAbsent(edge, unused -> new EdgeSum()).add(step.sum());
        if (random.nextInt(10) == 0) {
          totals.tell(now, world);
        }
        if (random.nextInt(20) == 0) {
          totals = totals(1_000, memory);
        }
      }
      totals.tell(now, world);
      String of = "seed %x".formatted(seed);
      assertThat(counts(world.gained)).as(of).isEqualTo(counts(world.standing));
      truth.forEach(
          (edge, sum) -> {
            EdgeSum told = world.standing.getOrDefault(edge, new EdgeSum());
            assertThat(told.calls()).as(of).isGreaterThanOrEqualTo(sum.calls());
          });
      payAll(truth, world.standing, totals, now, world);
      assertThat(counts(world.standing)).as(of).isEqualTo(counts(truth));
    }
  }

  /** New calls make good what was told too early: then all is as it should be. */
  private static void payAll(
      Map<Edge, EdgeSum> truth,
      Map<Edge, EdgeSum> told,
      SeriesTotals<Edge, EdgeSum> totals,
      long now,
      World world) {
    truth.forEach(
        (edge, sum) -> {
          EdgeSum owed = difference(told.getOrDefault(edge, new EdgeSum()), sum);
          EdgeSum more = new EdgeSum();
          more.addCalls(owed.calls(), 1L << 24, false, false);
          truth.get(edge).add(more);
          totals.add(new Step(0, number(edge), edge.type(), 0, 1).key(), more, now);
        });
    totals.tell(now, world);
  }

  private static int number(Edge edge) {
    return Integer.parseInt(edge.server().substring("service-".length()));
  }

  private static Edge withoutWindow(Edge edge) {
    return new Edge(0, edge.client(), edge.server(), edge.type());
  }

  private static Map<Edge, Long> counts(Map<Edge, EdgeSum> sums) {
    Map<Edge, Long> counts = new HashMap<>();
    sums.forEach(
        (edge, sum) -> {
          if (sum.calls() != 0) {
            counts.put(edge, sum.calls());
          }
        });
    return counts;
  }

  @Test
  void whatHasNoPlaceCountsInTheOverflow() {
    SortedMemory memory = new SortedMemory();
    SeriesTotals<Edge, EdgeSum> totals = totals(2, memory);
    World world = new World();
    for (int service = 0; service < 5; service++) {
      Step step = new Step(service, service, ConnectionType.DIRECT, 7, 1);
      totals.add(step.key(), step.sum(), service);
      totals = totals(2, memory);
    }
    totals.tell(9, world);

    assertThat(world.standing).hasSize(3);
    assertThat(world.standing.values().stream().mapToLong(EdgeSum::calls).sum()).isEqualTo(5);
    assertThat(world.standing.keySet())
        .filteredOn(edge -> edge.dimensions().equals(Overflow.dimensions(PARTITION)))
        .singleElement()
        .satisfies(edge -> assertThat(world.standing.get(edge).calls()).isEqualTo(3));
  }

  @Test
  void aSeriesThatDoesNotGrowIsForgottenAndGivesItsPlaceBack() {
    SortedMemory memory = new SortedMemory();
    SeriesTotals<Edge, EdgeSum> totals =
        new SeriesTotals<>(FORMAT, new SeriesTotals.Bounds(1, true, 100), PARTITION, memory);
    Step old = new Step(0, 1, ConnectionType.DIRECT, 7, 1);
    totals.add(old.key(), old.sum(), 0);
    totals.tell(10, new World());
    totals.tell(111, new World());
    assertThat(totals.series()).isZero();

    Step next = new Step(0, 2, ConnectionType.DIRECT, 7, 1);
    World world = new World();
    totals.add(next.key(), next.sum(), 120);
    totals.tell(130, world);

    assertThat(world.standing.keySet())
        .singleElement()
        .satisfies(edge -> assertThat(edge.server()).isEqualTo("service-2"));
  }

  @Test
  void whoWantsOnlyWhatIsGainedHasNothingStored() {
    SortedMemory memory = new SortedMemory();
    SeriesTotals<Edge, EdgeSum> totals =
        new SeriesTotals<>(FORMAT, new SeriesTotals.Bounds(9, false, NEVER), PARTITION, memory);
    Step step = new Step(0, 1, ConnectionType.DIRECT, 7, 1);
    World world = new World();
    totals.add(step.key(), step.sum(), 0);
    totals.tell(10, world);

    assertThat(world.standing).isEmpty();
    assertThat(world.gained).hasSize(1);
    assertThat(totals.series()).isZero();
    assertThat(
            new SeriesTotals<>(FORMAT, new SeriesTotals.Bounds(9, true, NEVER), 0, memory).series())
        .isZero();
  }
}
