package io.spanmill.path;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanmill.fixture.AssemblyRun;
import io.spanmill.fixture.OpenTrace;
import io.spanmill.fixture.Parents;
import io.spanmill.fixture.Shop;
import io.spanmill.fixture.TestSpan;
import io.spanmill.model.PathEntry;
import io.spanmill.model.PathPoint;
import io.spanmill.model.PathShare;
import io.spanmill.model.PathSum;
import io.spanmill.model.SpanKind;
import io.spanmill.model.TraceId;
import io.spanmill.path.SweptPath.Node;
import io.spanmill.state.PathFormat;
import io.spanmill.window.Gatherer;
import io.spanmill.window.LocalSums;
import io.spanmill.window.Sums;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PathFinderLaws {
  private static final long WINDOW = 1_000;
  private static final long ARRIVAL = 1_700_000_000_000L;
  private static final int SEEDS = 1_000;
  private static final PathFormat FORMAT = new PathFormat(500);

  /** What there is to know of a contributor, added up by brute force. */
  private static final class Expected {
    private long calls;
    private long nanos;
    private long mostOfKept = -1;
  }

  private final Map<String, Expected> expected = new TreeMap<>();
  private long incomplete;

  @Test
  void timeGoesWhereASweepOfEachTraceSaysSo() {
    LocalSums<PathSum> sums = new LocalSums<>(FORMAT, 3);
    PathFinder finder =
        new PathFinder(new PathConfig(true, Duration.ofMillis(WINDOW), 100, 500), sums);
    OpenTrace before = new OpenTrace(ARRIVAL);
    Map<PathEntry, PathSum> found = new HashMap<>();
    for (long seed = 0; seed < SEEDS; seed++) {
      boolean again = seed >= SEEDS / 2; // as a trace before, but for what does not answer
      SplittableRandom random = new SplittableRandom(again ? seed - SEEDS / 2 : seed);
      List<TestSpan> spans = distinct(new Shop(random).trace(ARRIVAL));
      if (again) {
        List<TestSpan> all = List.copyOf(spans);
        spans.removeIf(span -> span.kind() == SpanKind.SERVER && isLeaf(span, all));
      }
      boolean kept = seed % 3 == 0;
      OpenTrace trace = before.another(seed, ~seed);
      finder.closed((kept ? trace : trace.dropped()).add(spans).close());
      trace.late(TestSpan.of(1, spans.get(0).spanId(), "late", SpanKind.CLIENT), finder::late);
      count(spans, kept);
      if (random.nextInt(50) == 0) {
        Sums.drain(sums, FORMAT, found);
      }
    }
    Sums.drain(sums, FORMAT, found);
    assertThat(spelled(found)).isEqualTo(spelled());
    assertThat(finder.counts())
        .extracting(Gatherer.Count::name)
        .containsExactly(
            "pathless-traces",
            "path-asynchronous-spans",
            "path-skewed-spans",
            "path-overlapping-spans");
    assertThat(finder.counts().get(0).soFar().getAsLong()).isEqualTo(incomplete).isPositive();
    assertThat(finder.counts().get(1).soFar().getAsLong()).isPositive();
    assertThat(finder.counts().get(2).soFar().getAsLong()).isPositive();
  }

  private static boolean isLeaf(TestSpan span, List<TestSpan> spans) {
    return span != spans.get(0)
        && spans.stream().noneMatch(child -> child.parentId() == span.spanId());
  }

  private static List<TestSpan> distinct(List<TestSpan> spans) {
    List<TestSpan> distinct = new ArrayList<>();
    for (TestSpan span : spans) {
      if (distinct.stream().noneMatch(span::isSame)) {
        distinct.add(span);
      }
    }
    return distinct;
  }

  private void count(List<TestSpan> spans, boolean kept) {
    Map<TestSpan, Node> nodes = new IdentityHashMap<>();
    TestSpan root = null;
    long roots = spans.stream().filter(span -> Parents.isRoot(span, spans)).count();
    for (TestSpan span : spans) {
      if (node(span, spans, nodes, 0) == null || roots != 1) {
        incomplete++;
        return;
      }
      root = Parents.isRoot(span, spans) ? span : root;
    }
    nodes.values().forEach(node -> node.children.clear());
    for (TestSpan span : spans) {
      Node node = nodes.get(span);
      if (node.parent != null) {
        node.parent.children.add(node);
      }
    }
    SweptPath.find(nodes.get(root));
    for (TestSpan span : spans) {
      count(root, span, nodes.get(span), spans, kept);
    }
  }

  /** Null if there is no way from it to a root. */
  private static @Nullable Node node(
      TestSpan span, List<TestSpan> spans, Map<TestSpan, Node> nodes, int depth) {
    if (nodes.containsKey(span)) {
      return nodes.get(span);
    }
    TestSpan parent = Parents.parent(span, spans);
    Node above = null;
    boolean call = false;
    if (parent != null) {
      above = depth > spans.size() ? null : node(parent, spans, nodes, depth + 1);
      call =
          span.kind() == SpanKind.SERVER
              && parent.kind() == SpanKind.CLIENT
              && !span.service().equals(parent.service());
    }
    if (above == null && !Parents.isRoot(span, spans)) {
      return null;
    }
    Node node = new Node(above, Math.max(0, span.startNanos()), span.durationNanos(), call);
    nodes.put(span, node);
    return node;
  }

  private void count(TestSpan root, TestSpan span, Node node, List<TestSpan> spans, boolean kept) {
    if (span != root && node.to == node.from) {
      return; // the sweep never came here
    }
    boolean isLeaf =
        spans.stream()
            .noneMatch(
                child ->
                    Parents.parent(child, spans) == span
                        && !child.service().equals(span.service()));
    String peer = Parents.calls(span) && isLeaf ? peer(span.attributes()) : "";
    String name =
        String.join(
            " ",
            Long.toString(window(root)),
            root.service(),
            root.name(),
            span.service(),
            span.name(),
            span.kind().name(),
            peer);
    Expected of = expected.computeIfAbsent(name, unused -> new Expected());
    of.calls++;
    of.nanos += node.self;
    of.mostOfKept = kept ? Math.max(of.mostOfKept, node.self) : of.mostOfKept;
  }

  private static String peer(Map<String, String> attributes) {
    return attributes.getOrDefault(
        "db.name", attributes.isEmpty() ? "" : attributes.values().iterator().next());
  }

  private static long window(TestSpan root) {
    long end = root.endNanos() / 1_000_000;
    boolean skewed = root.endNanos() < 0 || Math.abs(end - ARRIVAL) > AssemblyRun.MAX_SKEW_MILLIS;
    return (skewed ? ARRIVAL : end) / WINDOW * WINDOW;
  }

  private Map<String, String> spelled() {
    Map<String, String> spelled = new TreeMap<>();
    expected.forEach(
        (name, of) -> spelled.put(name, of.calls + " " + of.nanos + " " + (of.mostOfKept >= 0)));
    return spelled;
  }

  private static Map<String, String> spelled(Map<PathEntry, PathSum> sums) {
    Map<String, String> spelled = new TreeMap<>();
    sums.forEach(
        (entry, sum) -> {
          PathPoint point = PathTelling.of(entry, WINDOW, sum);
          double shares = 0;
          for (PathShare share : point.shares()) {
            shares += share.share();
            spelled.put(name(point, share), fact(share));
          }
          assertThat(shares).isEqualTo(1);
          assertThat(point.shares())
              .isSortedAccordingTo((a, b) -> Long.compare(b.times().nanos(), a.times().nanos()));
        });
    return spelled;
  }

  private static String name(PathPoint point, PathShare share) {
    return String.join(
        " ",
        Long.toString(point.entry().windowStartMillis()),
        point.entry().service(),
        point.entry().operation(),
        share.contributor().service(),
        share.contributor().operation(),
        share.contributor().kind().name(),
        share.contributor().peer());
  }

  private static String fact(PathShare share) {
    List<TraceId> examples = share.times().examples().ids();
    assertThat(examples).allMatch(trace -> trace.high() % 3 == 0 && trace.low() == ~trace.high());
    assertThat(share.times().times().total()).isEqualTo(share.times().calls());
    return share.times().calls() + " " + share.times().nanos() + " " + !examples.isEmpty();
  }
}
