package io.spanmill.path;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanmill.path.SweptPath.Node;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CriticalPathLaws {
  private static final int TREES = 100_000;
  private static final long SINCE_1970 = 1_700_000_000_000_000_000L;

  private final CriticalPath path = new CriticalPath();

  @Test
  void isThatOfAnIntervalSweep() {
    for (long seed = 0; seed < TREES; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      List<Node> tree = tree(random);
      List<Node> arrived = shuffled(tree, random);
      SweptPath.find(tree.get(0));
      long[] expected = arrived.stream().mapToLong(node -> node.self).toArray();
      long[] selves = find(arrived);
      assertThat(selves).as("seed %d", seed).isEqualTo(expected);
      assertThat(sum(selves)).as("seed %d", seed).isEqualTo(tree.get(0).duration);
    }
    assertThat(path.asynchronous()).isGreaterThan(TREES / 4);
    assertThat(path.skewed()).isGreaterThan(TREES / 4);
    assertThat(path.overlapping()).isGreaterThan(TREES / 4);
  }

  /** Times on a coarse grid, so that many are equal; hosts whose clocks are off; odd children. */
  private static List<Node> tree(SplittableRandom random) {
    long unit = 1 + random.nextLong(1L << random.nextInt(40));
    int grid = 1 + random.nextInt(40);
    List<Node> nodes = new ArrayList<>();
    nodes.add(new Node(null, SINCE_1970, (random.nextInt(9) == 0 ? 0 : grid) * unit, false));
    for (int left = random.nextInt(40); left > 0; left--) {
      Node parent = nodes.get(Math.min(random.nextInt(nodes.size()), random.nextInt(nodes.size())));
      nodes.add(child(parent, grid, unit, random));
    }
    return nodes;
  }

  private static Node child(Node parent, int grid, long unit, SplittableRandom random) {
    int span = (int) (parent.duration / unit);
    int start = random.nextInt(span + 1);
    int length = random.nextInt(span - start + 1);
    int odd = random.nextInt(8);
    if (odd == 0) {
      length = random.nextInt(grid + 1); // may outlive its parent
    } else if (odd == 1) {
      start = random.nextInt(-grid, grid + 1); // its clock, or nobody's
    }
    long at = parent.toldStart + start * unit;
    return new Node(parent, at, length * unit, random.nextInt(3) == 0);
  }

  /** Spans arrive in any order. */
  private static List<Node> shuffled(List<Node> tree, SplittableRandom random) {
    List<Node> arrived = new ArrayList<>();
    tree.forEach(node -> arrived.add(random.nextInt(arrived.size() + 1), node));
    tree.forEach(node -> node.children.clear());
    for (Node node : arrived) {
      if (node.parent != null) {
        node.parent.children.add(node);
      }
    }
    return arrived;
  }

  private long[] find(List<Node> nodes) {
    Map<Node, Integer> places = new IdentityHashMap<>();
    nodes.forEach(node -> places.put(node, places.size()));
    path.begin(nodes.size());
    for (Node node : nodes) {
      int parent = node.parent == null ? -1 : places.get(node.parent);
      path.add(parent, node.toldStart, node.duration, node.call);
    }
    path.find();
    return selves(nodes.size());
  }

  private long[] selves(int spans) {
    long[] selves = new long[spans];
    for (int step = 0; step < path.length(); step++) {
      assertThat(selves[path.span(step)]).isZero();
      selves[path.span(step)] = path.selfNanos(step);
    }
    return selves;
  }

  @Test
  void addsUpInAChainAndInAStarOfAnyLength() {
    int spans = 200_000;
    for (int shape = 0; shape < 4; shape++) {
      path.begin(spans);
      path.add(-1, SINCE_1970, 10L * spans, false);
      SplittableRandom random = new SplittableRandom(shape);
      for (int span = 1; span < spans; span++) {
        int parent = shape == 0 ? span - 1 : 0;
        long start = shape == 0 ? span : random.nextLong(10L * spans);
        long length = shape == 3 ? 20L * spans : shape == 2 ? 1 : random.nextInt(1000);
        path.add(parent, SINCE_1970 + start, length, shape == 1);
      }
      path.find();
      assertThat(sum(selves(spans))).as("shape %d", shape).isEqualTo(10L * spans);
    }
  }

  @Test
  void addsUpWhateverTheTimes() {
    for (long seed = 0; seed < 20_000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      int spans = 1 + random.nextInt(20);
      path.begin(spans);
      long expected = 0;
      for (int span = 0; span < spans; span++) {
        long start = random.nextLong() >>> random.nextInt(1, 64);
        long duration = (Long.MAX_VALUE - start) >>> random.nextInt(63);
        path.add(span == 0 ? -1 : random.nextInt(span), start, duration, random.nextBoolean());
        expected = span == 0 ? duration : expected;
      }
      path.find();
      assertThat(sum(selves(spans))).as("seed %d", seed).isEqualTo(expected);
    }
  }

  private static long sum(long[] selves) {
    long sum = 0;
    for (long self : selves) {
      assertThat(self).isNotNegative();
      sum += self;
    }
    return sum;
  }
}
