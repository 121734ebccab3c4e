package io.spanmill.topology.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanmill.sampling.PolicySpec;
import io.spanmill.sampling.PolicySpec.Composite;
import io.spanmill.sampling.PolicySpec.Throughput;
import io.spanmill.sampling.PolicySpec.Throughput.Unit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class BudgetReaderTest {

  private static LoadedConfig loaded(String policy) {
    return new ConfigReader(Map.of(), "host", 1L << 30)
        .readText("file", "sampling:\n  policies:\n" + policy.indent(4));
  }

  private static PolicySpec policy(String policy) {
    return loaded(policy).config().sampling().policies().get(0);
  }

  private static Throughput spans(String name, double perSecond) {
    return Throughput.plain(name, Unit.SPANS, perSecond);
  }

  @Nested
  class Limiting {
    @Test
    void spansAndBytesAreBudgetsOfTheWholeApplication() {
      LoadedConfig loaded =
          loaded(
              """
              - {name: a, type: rate_limiting, rate_limiting: {spans_per_second: 35}}
              - name: b
                type: bytes_limiting
                bytes_limiting: {bytes_per_second: 1024000, burst_capacity: 2048000}
              """);

      assertThat(loaded.config().sampling().policies())
          .containsExactly(spans("a", 35), Throughput.plain("b", Unit.BYTES, 1_024_000));
      assertThat(loaded.notes())
          .containsExactly(
              "file: sampling.policies[0].rate_limiting.spans_per_second is for the whole"
                  + " application, not for each instance, and is met on average",
              "file: sampling.policies[1].bytes_limiting.bytes_per_second is for the whole"
                  + " application, not for each instance, and is met on average",
              "file: sampling.policies[1].bytes_limiting.burst_capacity: has no effect; what is"
                  + " kept is a share, not the first to come");
    }

    @Test
    void aLimitInsideAnotherPolicyHasItsOwnName() {
      assertThat(
              policy(
                  """
                  - name: slow
                    type: and
                    and:
                      and_sub_policy:
                        - {type: latency, latency: {threshold_ms: 5}}
                        - {type: rate_limiting, rate_limiting: {spans_per_second: 35}}
                  """))
          .isEqualTo(
              new PolicySpec.And(
                  "slow",
                  List.of(
                      new PolicySpec.Latency("latency", 5, 0), spans("slow/rate_limiting", 35))));
    }
  }

  @Nested
  class ThroughputPolicy {
    @Test
    void hasDefaults() {
      assertThat(policy("- {name: t, type: throughput, throughput: {traces_per_second: 0.5}}"))
          .isEqualTo(new Throughput("t", Unit.TRACES, 0.5, List.of(), 0.5, 0, 0.1, false));
    }

    @Test
    void canBeSetInFull() {
      assertThat(
              policy(
                  """
                  - name: t
                    type: throughput
                    throughput:
                      bytes_per_second: 1000
                      keys: [service.name, http.route]
                      beta: 1
                      floor: 2
                      unseen_share: 0.2
                      strict: false
                  """))
          .isEqualTo(
              new Throughput(
                  "t", Unit.BYTES, 1000, List.of("service.name", "http.route"), 1, 2, 0.2, false));
    }

    @Test
    void needsNoNote() {
      assertThat(loaded("- {name: t, type: throughput, throughput: {spans_per_second: 5}}").notes())
          .isEmpty();
    }
  }

  @Nested
  class CompositePolicy {
    private static final String THREE =
        """
        - name: c
          type: composite
          composite:
            max_total_spans_per_second: 1000
            %s
            composite_sub_policy:
              - {name: x, type: latency, latency: {threshold_ms: 5}}
              - {name: y, type: span_count, span_count: {min_spans: 2}}
              - {name: z, type: always_sample}
        """;

    private Composite composite(String more) {
      return (Composite) policy(THREE.formatted(more));
    }

    private List<Double> budgets(String allocation) {
      return composite("rate_allocation: " + allocation).parts().stream()
          .map(part -> part.budget().perSecond())
          .toList();
    }

    @Test
    void percentagesBecomeSpansPerSecond() {
      assertThat(composite("rate_allocation: [{policy: x, percent: 50}, {policy: y, percent: 25}]"))
          .isEqualTo(
              new Composite(
                  "c",
                  List.of(
                      new Composite.Part(new PolicySpec.Latency("x", 5, 0), spans("c/x", 500)),
                      new Composite.Part(new PolicySpec.SpanCount("y", 2, 0), spans("c/y", 250)),
                      new Composite.Part(new PolicySpec.AlwaysSample("z"), spans("c/z", 250)))));
    }

    @Test
    void whoIsLeftOutGetsAnEqualShareButNoMoreThanIsLeft() {
      assertThat(budgets("[]")).containsOnly(1000 / 3.0);
      assertThat(budgets("[{policy: x, percent: 10}]"))
          .containsExactly(100.0, 1000 / 3.0, 1000 / 3.0);
      assertThat(budgets("[{policy: x, percent: 90}]")).containsExactly(900.0, 50.0, 50.0);
      assertThat(budgets("[{policy: x, percent: 60}, {policy: y}]"))
          .containsExactly(600.0, 200.0, 200.0);
    }

    @Test
    void notesBudgetsThatExceedTheTotal() {
      LoadedConfig loaded = loaded(THREE.formatted("rate_allocation: [{policy: x, percent: 100}]"));

      assertThat(loaded.notes())
          .contains(
              "file: sampling.policies[0].composite.rate_allocation: adds up to 1667 spans per"
                  + " second; each policy gets its own, and nothing holds the total");
    }

    @Test
    void policyOrderIsFollowed() {
      Composite composite = composite("policy_order: [z, x]");
      assertThat(composite.parts())
          .extracting(part -> part.policy().name())
          .containsExactly("z", "x", "y");
      assertThat(loaded(THREE.formatted("policy_order: [z, x]")).notes())
          .anyMatch(note -> note.contains("policy_order: is followed, where the Collector asks"));
      assertThat(loaded(THREE.formatted("policy_order: [x, y, z]")).notes()).hasSize(1);
    }
  }
}
