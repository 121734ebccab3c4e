package io.spanmill.red;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.TracesData;
import io.spanmill.fixture.AssemblyRun;
import io.spanmill.fixture.OpenTrace;
import io.spanmill.fixture.Shop;
import io.spanmill.fixture.TestSpan;
import io.spanmill.model.Histogram;
import io.spanmill.model.RedSeries;
import io.spanmill.model.RedSum;
import io.spanmill.model.SpanKind;
import io.spanmill.model.Threshold;
import io.spanmill.model.TraceId;
import io.spanmill.state.RedFormat;
import io.spanmill.trace.Weights;
import io.spanmill.window.LocalSums;
import io.spanmill.window.Sums;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RedMeterLaws {
  private static final long WINDOW = 1_000;
  private static final long ARRIVAL = 1_700_000_000_000L;
  private static final RedFormat FORMAT = new RedFormat();

  private static RedConfig config(String... dimensions) {
    return new RedConfig(Duration.ofMillis(WINDOW), Duration.ofHours(1), List.of(dimensions), 1000);
  }

  @Test
  void sumsAreThoseOfAllSpansInWhateverOrderAndBatches() {
    for (long seed = 0; seed < 300; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      Shop shop = new Shop(random);
      LocalSums<RedSum> sums = new LocalSums<>(FORMAT, 3);
      RedConfig config = config("db.system.name", "region", "nowhere");
      RedMeter meter = new RedMeter(config, Weights.ofThresholds(), sums);
      OpenTrace before = new OpenTrace(ARRIVAL);
      before.ask(random.nextInt(3) == 0 ? List.of("region") : config.attributes());
      Map<RedSeries, RedSum> merged = new HashMap<>();
      List<TestSpan> all = new ArrayList<>();
      List<TestSpan> spans = shop.trace(ARRIVAL);
      for (int i = random.nextInt(10); i >= 0; i--) {
        spans = random.nextBoolean() ? shop.trace(ARRIVAL) : later(spans, random.nextInt(3));
        measure(before, spans, meter, 1 + random.nextInt(spans.size()));
        all.addAll(spans);
        if (random.nextBoolean()) {
          Sums.drain(sums, FORMAT, merged);
        }
      }
      Sums.drain(sums, FORMAT, merged);
      assertThat(spelled(merged)).as("seed %d", seed).isEqualTo(oracle(all));
    }
  }

  private static void measure(OpenTrace before, List<TestSpan> spans, RedMeter meter, int onTime) {
    TestSpan any = spans.get(0);
    OpenTrace trace = before.another(any.idHigh(), any.idLow());
    if (isDropped(any)) {
      trace.dropped();
    }
    meter.closed(trace.add(spans.subList(0, onTime)).close());
    spans.subList(onTime, spans.size()).forEach(span -> trace.late(span, meter::late));
  }

  /** Another trace that looks the same, some windows later. */
  private static List<TestSpan> later(List<TestSpan> spans, int windows) {
    long nanos = windows * WINDOW * 1_000_000;
    return spans.stream()
        .map(span -> span.inTrace(span.idHigh() + 1, span.idLow()))
        .map(span -> span.at(span.startNanos() + nanos, span.endNanos() + nanos))
        .toList();
  }

  private static boolean isDropped(TestSpan span) {
    return span.idLow() % 2 == 0;
  }

  private static Map<String, String> spelled(Map<RedSeries, RedSum> sums) {
    Map<String, String> spelled = new TreeMap<>();
    sums.forEach(
        (series, sum) ->
            spelled.put(
                series.toString(),
                String.format(
                    "%d %d %d %d %d %s %s",
                    sum.calls(),
                    sum.adjustedCalls(),
                    sum.durationNanos(),
                    sum.minNanos(),
                    sum.maxNanos(),
                    Sums.spelled(sum.durations()),
                    sum.exemplars())));
    return spelled;
  }

  private static Map<String, String> oracle(List<TestSpan> spans) {
    Map<RedSeries, List<TestSpan>> members = new HashMap<>();
    spans.forEach(s -> members.computeIfAbsent(series(s), unused -> new ArrayList<>()).add(s));
    Map<String, String> spelled = new TreeMap<>();
    members.forEach((series, of) -> spelled.put(series.toString(), sum(of)));
    return spelled;
  }

  private static RedSeries series(TestSpan span) {
    Map<String, String> dimensions = new TreeMap<>();
    if (span.attributes().containsKey("db.system")) {
      dimensions.put("db.system.name", span.attributes().get("db.system"));
    }
    dimensions.put("region", "north");
    long end = span.endNanos() / 1_000_000;
    boolean skewed = span.endNanos() < 0 || Math.abs(end - ARRIVAL) > AssemblyRun.MAX_SKEW_MILLIS;
    return new RedSeries(
        (skewed ? ARRIVAL : end) / WINDOW * WINDOW,
        span.service(),
        span.name(),
        span.kind(),
        span.status(),
        dimensions);
  }

  private static String sum(List<TestSpan> spans) {
    Histogram histogram = new Histogram();
    spans.forEach(span -> histogram.add(span.durationNanos(), 1));
    return String.format(
        "%d %d %d %d %d %s %s",
        spans.size(),
        spans.stream().mapToLong(RedMeterLaws::weight).sum(),
        spans.stream().mapToLong(TestSpan::durationNanos).reduce(0, RedMeterLaws::saturated),
        spans.stream().mapToLong(TestSpan::durationNanos).min().orElseThrow(),
        spans.stream().mapToLong(TestSpan::durationNanos).max().orElseThrow(),
        Sums.spelled(histogram),
        spans.stream()
            .filter(span -> !isDropped(span))
            .map(span -> new TraceId(span.idHigh(), span.idLow()))
            .distinct()
            .sorted()
            .limit(5)
            .toList());
  }

  private static long saturated(long a, long b) {
    return a + b < 0 ? Long.MAX_VALUE : a + b;
  }

  private static long weight(TestSpan span) {
    long threshold =
        switch (span.traceState()) {
          case "ot=th:8" -> 0x80000000000000L;
          case "vendor=x,ot=th:4;k:v" -> 0x40000000000000L;
          default -> 0;
        };
    boolean contradicts = (span.idLow() & 0xffffffffffffffL) < threshold;
    return Threshold.fixedPointWeight(contradicts ? 0 : threshold);
  }

  @Test
  void aDimensionIsReadFromTheSpanThenFromTheResource() {
    assertThat(dimensions("region")).isEqualTo(Map.of("region", "north"));
    assertThat(dimensions("region", TestSpan.attribute("region", "south")))
        .isEqualTo(Map.of("region", "south"));
    assertThat(dimensions("http.route")).isEmpty();
  }

  @Test
  void aDimensionAlsoReadsItsPredecessor() {
    KeyValue old =
        KeyValue.newBuilder()
            .setKey("http.status_code")
            .setValue(AnyValue.newBuilder().setIntValue(503))
            .build();
    assertThat(dimensions("http.response.status_code", old))
        .isEqualTo(Map.of("http.response.status_code", "503"));
    assertThat(dimensions("http.status_code", old)).isEqualTo(Map.of("http.status_code", "503"));
  }

  private static Map<String, String> dimensions(String name, KeyValue... attributes) {
    TestSpan span = TestSpan.of(1, 0, "a", SpanKind.SERVER);
    ResourceSpans resource =
        ResourceSpans.newBuilder()
            .setResource(Resource.newBuilder().addAttributes(TestSpan.attribute("region", "north")))
            .addScopeSpans(
                ScopeSpans.newBuilder()
                    .addSpans(span.toProto().toBuilder().addAllAttributes(List.of(attributes))))
            .build();
    LocalSums<RedSum> sums = new LocalSums<>(FORMAT, 1);
    new RedMeter(config(name), Weights.ofThresholds(), sums)
        .closed(
            new OpenTrace(0)
                .add(TracesData.newBuilder().addResourceSpans(resource).build())
                .close());
    return Sums.drained(sums, FORMAT).keySet().iterator().next().dimensions();
  }
}
