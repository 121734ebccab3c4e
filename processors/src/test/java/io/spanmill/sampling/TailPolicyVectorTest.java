package io.spanmill.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanmill.fixture.ExactThresholds;
import io.spanmill.fixture.Fraction;
import io.spanmill.fixture.TestSpan;
import io.spanmill.model.SpanKind;
import io.spanmill.model.StatusCode;
import io.spanmill.model.Threshold;
import io.spanmill.model.Vectors;
import io.spanmill.sampling.TailSampling.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TailPolicyVectorTest {
  private static final long NANOS_PER_MILLI = 1_000_000;

  /** Bits 57 to 64 of a trace id are no randomness. */
  private static final long BEYOND_RANDOMNESS = 0x5aL << 56;

  static Stream<Vectors.Row> traces() {
    return Vectors.of("tail_policies");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("traces")
  void isKeptAtItsThreshold(Vectors.Row row) {
    Outcome outcome = outcome(row, Long.parseLong(row.text("r_hex14"), 16), Threshold.MAX);

    assertThat(outcome.verdict().kept()).isEqualTo(row.text("keep").equals("1"));
    if (outcome.verdict().kept()) {
      assertThat(Threshold.allDigits(outcome.verdict().threshold()))
          .isEqualTo(row.text("trace_threshold_hex14"));
    }
    assertThat(outcome.thresholds()).isEqualTo(expectedThresholds(row));
  }

  /** Sums up, over all randomness, what each span would count for: length by weight, exactly. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("traces")
  void countsRightOnAverage(Vectors.Row row) {
    Map<Long, Fraction> expectations = new TreeMap<>();
    Map<String, String> exact = Vectors.objects(row.text("unbiased_exact")).get(0);
    List<Long> cuts = List.copyOf(cuts(row));
    for (int i = 0; i < cuts.size(); i++) {
      long from = cuts.get(i);
      long to = i + 1 < cuts.size() ? cuts.get(i + 1) : Threshold.MAX;
      Outcome outcome = outcome(row, from, from);
      outcome
          .thresholds()
          .forEach((id, th) -> expectations.merge(id, share(to - from, th), Fraction::plus));
    }
    List<Map<String, String>> spans = Vectors.objects(row.text("spans_json"));
    for (int i = 0; i < spans.size(); i++) {
      assertThat(expectations.getOrDefault(i + 1L, Fraction.ZERO))
          .isEqualTo(Fraction.of(exact.get(spans.get(i).get("id"))));
    }
  }

  private static Fraction share(long length, String threshold) {
    return Fraction.of(length, Threshold.MAX - Threshold.parse(threshold));
  }

  /** All thresholds there are, those of the policies and those of the spans. */
  private static Set<Long> cuts(Vectors.Row row) {
    Set<Long> cuts = new TreeSet<>(Set.of(Threshold.ALWAYS));
    Stream.of("spans_json", "policies_json")
        .flatMap(column -> Vectors.objects(row.text(column)).stream())
        .filter(object -> object.containsKey("th"))
        .forEach(object -> cuts.add(Threshold.parse(object.get("th"))));
    return cuts;
  }

  private static Map<Long, String> expectedThresholds(Vectors.Row row) {
    Map<String, String> byName = Vectors.objects(row.text("out_th_json")).get(0);
    Map<Long, String> thresholds = new TreeMap<>();
    List<Map<String, String>> spans = Vectors.objects(row.text("spans_json"));
    for (int i = 0; i < spans.size(); i++) {
      String threshold = byName.get(spans.get(i).get("id"));
      if (threshold != null) {
        thresholds.put(i + 1L, Threshold.encode(Threshold.parse(threshold)));
      }
    }
    return thresholds;
  }

  /**
   * @param visible of the spans only those are seen that have no higher threshold than this
   */
  private static Outcome outcome(Vectors.Row row, long randomness, long visible) {
    List<TestSpan> seen = new ArrayList<>();
    List<Map<String, String>> spans = Vectors.objects(row.text("spans_json"));
    for (int i = 0; i < spans.size(); i++) {
      String threshold = spans.get(i).getOrDefault("th", "0");
      if (Threshold.parse(threshold) <= visible) {
        seen.add(span(i + 1, spans.get(i)).inTrace(7, BEYOND_RANDOMNESS | randomness));
      }
    }
    if (seen.isEmpty()) {
      return NOTHING;
    }
    return new TailSampling(config(row)).of(seen);
  }

  private static final Outcome NOTHING =
      new TailSampling(SamplingConfig.of(List.of()))
          .of(List.of(TestSpan.of(1, 0, "a", SpanKind.SERVER)));

  private static TestSpan span(long id, Map<String, String> fields) {
    String service = fields.getOrDefault("svc", "shop");
    String threshold = fields.get("th");
    long millis = Long.parseLong(fields.getOrDefault("ms", "0"));
    return TestSpan.of(id, 0, service, SpanKind.SERVER)
        .at(1, 1 + millis * NANOS_PER_MILLI)
        .with(fields.getOrDefault("err", "0").equals("1") ? StatusCode.ERROR : StatusCode.UNSET)
        .with(threshold == null ? "" : "ot=th:" + threshold, Map.of());
  }

  private static SamplingConfig config(Vectors.Row row) {
    List<PolicySpec> policies = new ArrayList<>();
    for (Map<String, String> fields : Vectors.objects(row.text("policies_json"))) {
      policies.add(policy("p" + policies.size(), fields));
    }
    SamplingConfig base = SamplingConfig.of(policies);
    return new SamplingConfig(
        base.version(),
        SamplingConfig.Match.valueOf(row.text("mode").toUpperCase(Locale.ROOT)),
        base.precision(),
        base.mode(),
        base.randomness(),
        base.upstream(),
        policies);
  }

  private static PolicySpec policy(String name, Map<String, String> fields) {
    PolicySpec condition = condition(fields);
    String threshold = fields.get("th");
    if (fields.get("type").startsWith("drop")) {
      return new PolicySpec.Drop(
          name,
          threshold == null
              ? List.of(condition)
              : List.of(condition, ExactThresholds.policy(threshold)));
    }
    return new PolicySpec.And(
        name, List.of(condition, ExactThresholds.policy(threshold == null ? "0" : threshold)));
  }

  private static PolicySpec condition(Map<String, String> fields) {
    return switch (fields.get("type")) {
      case "always" -> new PolicySpec.AlwaysSample("c");
      case "error" -> new PolicySpec.StatusCodes("c", Set.of(StatusCode.ERROR));
      case "min_spans" -> new PolicySpec.SpanCount("c", Integer.parseInt(fields.get("n")), 0);
      case "latency" -> new PolicySpec.Latency("c", Long.parseLong(fields.get("ms")), 0);
      case "service", "drop_service" ->
          new PolicySpec.StringAttribute(
              "c", "service.name", Set.of(fields.get("svc")), List.of(), false);
      default -> throw new AssertionError(fields);
    };
  }
}
