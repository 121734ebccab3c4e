package io.spanmill.edges;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanmill.fixture.AssemblyRun;
import io.spanmill.fixture.OpenTrace;
import io.spanmill.fixture.Parents;
import io.spanmill.fixture.Shop;
import io.spanmill.fixture.TestSpan;
import io.spanmill.model.ConnectionType;
import io.spanmill.model.Edge;
import io.spanmill.model.EdgeSum;
import io.spanmill.model.LongestTraces;
import io.spanmill.model.SpanKind;
import io.spanmill.model.StatusCode;
import io.spanmill.model.Threshold;
import io.spanmill.state.EdgeFormat;
import io.spanmill.trace.Milled;
import io.spanmill.trace.Weights;
import io.spanmill.window.LocalSums;
import io.spanmill.window.Sums;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class EdgeLinkerLaws {
  private static final long WINDOW = 1_000;
  private static final long ARRIVAL = 1_700_000_000_000L;

  private final EdgesConfig config = new EdgesConfig(Duration.ofMillis(WINDOW), "user", 1000);

  @Test
  void lateSpansLeaveTheEdgesOfTheWholeTrace() {
    for (long seed = 0; seed < 2_000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      List<TestSpan> spans = shuffled(distinct(new Shop(random).trace(ARRIVAL)), random);
      int onTime = 1 + random.nextInt(spans.size());
      assertThat(linked(spans, onTime))
          .as("seed %d, %d of %d on time", seed, onTime, spans.size())
          .isEqualTo(oracle(spans));
    }
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

  private static List<TestSpan> shuffled(List<TestSpan> spans, SplittableRandom random) {
    for (int i = spans.size() - 1; i > 0; i--) {
      spans.add(spans.remove(random.nextInt(i + 1)));
    }
    return spans;
  }

  @Test
  void aTraceThatIsKeptIsAnExampleOfItsCalls() {
    for (long seed = 0; seed < 500; seed++) {
      List<TestSpan> spans = distinct(new Shop(new SplittableRandom(seed)).trace(ARRIVAL));
      LocalSums<EdgeSum> sums = new LocalSums<>(new EdgeFormat(), 3);
      EdgeLinker linker = new EdgeLinker(config, Weights.ofThresholds(), sums, true);
      linker.closed(new OpenTrace(7, 9, ARRIVAL).add(spans).close());
      Map<String, String> examples = new TreeMap<>();
      Sums.drained(sums, new EdgeFormat())
          .forEach((edge, sum) -> examples.put(edge.toString(), examples(sum)));
      Map<String, String> expected = new TreeMap<>();
      sums(spans).forEach((edge, sum) -> expected.put(edge, examples(sum)));
      assertThat(examples).as("seed %d", seed).isEqualTo(expected);

      linker.closed(new OpenTrace(7, 9, ARRIVAL).dropped().add(spans).close());
      assertThat(Sums.drained(sums, new EdgeFormat()).values())
          .allMatch(sum -> examples(sum).equals("[] []"));
      new EdgeLinker(config, Weights.ofThresholds(), sums)
          .closed(new OpenTrace(7, 9, ARRIVAL).add(spans).close());
      assertThat(Sums.drained(sums, new EdgeFormat()).values())
          .as("nobody asks")
          .allMatch(sum -> examples(sum).equals("[] []"));
    }
  }

  private static String examples(EdgeSum sum) {
    return spelled(sum.examples(true)) + " " + spelled(sum.examples(false));
  }

  private static String spelled(LongestTraces examples) {
    List<String> spelled = new ArrayList<>();
    for (int i = 0; i < examples.size(); i++) {
      spelled.add(examples.high(i) + "/" + examples.low(i) + " " + examples.nanos(i));
    }
    return spelled.toString();
  }

  private Map<String, String> linked(List<TestSpan> spans, int onTime) {
    LocalSums<EdgeSum> sums = new LocalSums<>(new EdgeFormat(), 3);
    EdgeLinker linker = new EdgeLinker(config, Weights.ofThresholds(), sums);
    OpenTrace trace = new OpenTrace(ARRIVAL).add(spans.subList(0, onTime));
    linker.closed(trace.close());
    for (TestSpan span : spans.subList(onTime, spans.size())) {
      trace.late(span, linker::late);
    }
    Map<String, String> edges = new TreeMap<>();
    Sums.drained(sums, new EdgeFormat()).forEach((edge, sum) -> put(edges, edge.toString(), sum));
    return edges;
  }

  private static void put(Map<String, String> edges, String edge, EdgeSum sum) {
    if (sum.calls() != 0) {
      edges.put(edge, spelled(sum));
    } else {
      assertThat(sum.counts()).as(edge).containsOnly(0);
      assertThat(Sums.spelled(sum.clientDurations())).as(edge).isEqualTo("0");
    }
  }

  private static String spelled(EdgeSum sum) {
    return Arrays.toString(sum.counts())
        + Sums.spelled(sum.clientDurations())
        + Sums.spelled(sum.serverDurations());
  }

  /** Everything from the whole trace at once. */
  private static Map<String, String> oracle(List<TestSpan> spans) {
    Map<String, String> edges = new TreeMap<>();
    sums(spans).forEach((edge, sum) -> edges.put(edge, spelled(sum)));
    return edges;
  }

  private static Map<String, EdgeSum> sums(List<TestSpan> spans) {
    Map<String, EdgeSum> sums = new TreeMap<>();
    for (TestSpan span : spans) {
      TestSpan parent = Parents.parent(span, spans);
      if (parent != null && !parent.service().equals(span.service())) {
        addCall(sums, parent, span);
      } else if (Parents.isRoot(span, spans) && Parents.serves(span)) {
        EdgeSum sum = at(sums, span, "user", span.service(), ConnectionType.VIRTUAL_NODE);
        sum.addCalls(1, weight(span), false, isError(span));
        sum.addServerDuration(1, span.durationNanos());
        sum.addExample(7, 9, isError(span), span.durationNanos());
      }
      boolean isLeaf = spans.stream().noneMatch(child -> calls(span, child, spans));
      if (Parents.calls(span) && isLeaf && !span.attributes().isEmpty()) {
        addPeer(sums, span);
      }
    }
    return sums;
  }

  private static boolean calls(TestSpan span, TestSpan child, List<TestSpan> spans) {
    return Parents.parent(child, spans) == span && !child.service().equals(span.service());
  }

  private static void addCall(Map<String, EdgeSum> sums, TestSpan parent, TestSpan span) {
    boolean queued = parent.kind() == SpanKind.PRODUCER || span.kind() == SpanKind.CONSUMER;
    ConnectionType type = queued ? ConnectionType.MESSAGING_SYSTEM : ConnectionType.DIRECT;
    EdgeSum sum = at(sums, span, parent.service(), span.service(), type);
    long weight = Math.max(weight(span), weight(parent));
    sum.addCalls(1, weight, isError(parent), isError(span));
    sum.addClientDuration(1, parent.durationNanos());
    sum.addServerDuration(1, span.durationNanos());
    sum.addExample(7, 9, isError(parent) || isError(span), parent.durationNanos());
  }

  private static void addPeer(Map<String, EdgeSum> sums, TestSpan span) {
    Map<String, String> attributes = span.attributes();
    String name = attributes.values().iterator().next();
    ConnectionType type = ConnectionType.VIRTUAL_NODE;
    if (attributes.containsKey("db.name")) {
      name = attributes.get("db.name");
      type = ConnectionType.DATABASE;
    } else if (attributes.containsKey("messaging.destination.name")) {
      type = ConnectionType.MESSAGING_SYSTEM;
    }
    EdgeSum sum = at(sums, span, span.service(), name, type);
    sum.addCalls(1, weight(span), isError(span), false);
    sum.addClientDuration(1, span.durationNanos());
    sum.addExample(7, 9, isError(span), span.durationNanos());
  }

  private static EdgeSum at(
      Map<String, EdgeSum> sums, TestSpan span, String client, String server, ConnectionType t) {
    long end = span.endNanos() / 1_000_000;
    boolean skewed = span.endNanos() < 0 || Math.abs(end - ARRIVAL) > AssemblyRun.MAX_SKEW_MILLIS;
    long window = (skewed ? ARRIVAL : end) / WINDOW * WINDOW;
    String edge = new Edge(window, client, server, t).toString();
    return sums.computeIfAbsent(edge, unused -> new EdgeSum());
  }

  private static long weight(TestSpan span) {
    long threshold = 0;
    if (span.traceState().equals("ot=th:8")) {
      threshold = 0x80000000000000L;
    } else if (span.traceState().equals("vendor=x,ot=th:4;k:v")) {
      threshold = 0x40000000000000L;
    }
    long randomness = span.idLow() & 0xffffffffffffffL;
    return Threshold.fixedPointWeight(randomness < threshold ? 0 : threshold);
  }

  private static boolean isError(TestSpan span) {
    return span.status() == StatusCode.ERROR;
  }

  @Test
  void linksALateParentToAHundredThousandChildren() {
    List<TestSpan> spans = new ArrayList<>();
    for (int i = 2; i <= 200_000; i++) {
      long parent = i % 2 == 0 ? 1 : 2;
      spans.add(TestSpan.of(i, parent, i % 3 == 0 ? "a" : "b", SpanKind.SERVER));
    }
    LocalSums<EdgeSum> sums = new LocalSums<>(new EdgeFormat(), 1);
    EdgeLinker linker = new EdgeLinker(config, Weights.ofThresholds(), sums);
    OpenTrace trace = new OpenTrace(0).add(spans);
    linker.closed(trace.close());
    for (int i = 0; i < 20_000; i++) {
      long id = 1_000_000 + i;
      trace.late(TestSpan.of(id, 1, "c", SpanKind.INTERNAL), linker::late);
    }
    trace.late(TestSpan.of(1, 0, "root", SpanKind.CLIENT), linker::late);
    long calls =
        Sums.drained(sums, new EdgeFormat()).values().stream().mapToLong(EdgeSum::calls).sum();
    long fromSecond = spans.stream().filter(s -> s.parentId() == 2 && s.spanId() % 3 == 0).count();
    assertThat(calls).isEqualTo(100_000 + 20_000 + fromSecond);
  }

  @Test
  void makesNoUserWhereNoneIsConfigured() {
    LocalSums<EdgeSum> sums = new LocalSums<>(new EdgeFormat(), 1);
    EdgeLinker linker =
        new EdgeLinker(
            new EdgesConfig(Duration.ofSeconds(1), "", 1000), Weights.ofThresholds(), sums);
    Milled.Closed closed =
        new OpenTrace(0).add(List.of(TestSpan.of(1, 0, "a", SpanKind.SERVER))).close();
    linker.closed(closed);
    assertThat(Sums.drained(sums, new EdgeFormat())).isEmpty();
  }
}
