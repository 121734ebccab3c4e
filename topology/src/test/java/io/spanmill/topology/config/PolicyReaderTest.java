package io.spanmill.topology.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanmill.model.StatusCode;
import io.spanmill.sampling.PolicySpec;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PolicyReaderTest {

  @Test
  void readsEveryTypeOfTheCollector() {
    assertThat(
            policies(
                """
                - {name: all, type: always_sample}
                - {name: bad, type: status_code, status_code: {status_codes: [ERROR, UNSET]}}
                - {name: slow, type: latency, latency: {threshold_ms: 5, upper_threshold_ms: 9}}
                - {name: some, type: probabilistic, probabilistic: {sampling_percentage: 0.1}}
                - {name: big, type: span_count, span_count: {min_spans: 2, max_spans: 20}}
                - name: paid
                  type: boolean_attribute
                  boolean_attribute: {key: paid, value: true, invert_match: true}
                - name: tenants
                  type: string_attribute
                  string_attribute: {key: tenant, values: [a, b, ""], cache_max_size: 10}
                """))
        .containsExactly(
            new PolicySpec.AlwaysSample("all"),
            new PolicySpec.StatusCodes("bad", Set.of(StatusCode.ERROR, StatusCode.UNSET)),
            new PolicySpec.Latency("slow", 5, 9),
            new PolicySpec.Probabilistic("some", 0.1),
            new PolicySpec.SpanCount("big", 2, 20),
            new PolicySpec.BooleanAttribute("paid", "paid", true, true),
            new PolicySpec.StringAttribute(
                "tenants", "tenant", Set.of("a", "b"), List.of(), false));
  }

  @Test
  void aNumericBoundOfZeroIsNoneAsInTheCollector() {
    assertThat(
            policies(
                """
                - {name: a, type: numeric_attribute, numeric_attribute: {key: k, min_value: 400}}
                - {name: b, type: numeric_attribute, numeric_attribute: {key: k, max_value: -1}}
                """))
        .containsExactly(
            new PolicySpec.NumericAttribute("a", "k", 400, Long.MAX_VALUE, false),
            new PolicySpec.NumericAttribute("b", "k", Long.MIN_VALUE, -1, false));
  }

  @Test
  void readsPoliciesInsidePolicies() {
    assertThat(
            policies(
                """
                - name: shop
                  type: and
                  and:
                    and_sub_policy:
                      - {name: slow, type: latency, latency: {threshold_ms: 5}}
                      - {type: probabilistic, probabilistic: {sampling_percentage: 50}}
                - name: healthy
                  type: drop
                  drop:
                    drop_sub_policy:
                      - type: not
                        not:
                          not_sub_policy: {type: span_count, span_count: {min_spans: 3}}
                """))
        .containsExactly(
            new PolicySpec.And(
                "shop",
                List.of(
                    new PolicySpec.Latency("slow", 5, 0),
                    new PolicySpec.Probabilistic("probabilistic", 50))),
            new PolicySpec.Drop(
                "healthy",
                List.of(new PolicySpec.Not("not", new PolicySpec.SpanCount("span_count", 3, 0)))));
  }

  @Test
  void regularExpressionsAreFoundAnywhereInTheValue() {
    PolicySpec policy =
        policies(
                """
                - name: hosts
                  type: string_attribute
                  string_attribute: {key: h, values: ['web\\d', '^db$'], enabled_regex_matching: true}
                """)
            .get(0);

    assertThat(policy)
        .isInstanceOfSatisfying(
            PolicySpec.StringAttribute.class,
            hosts -> {
              assertThat(hosts.matches("the web7 host")).isTrue();
              assertThat(hosts.matches("db")).isTrue();
              assertThat(hosts.matches("db2")).isFalse();
              assertThat(hosts.values()).isEmpty();
            });
  }

  @Test
  void notesAHashSalt() {
    LoadedConfig loaded =
        loaded(
            "[{name: p, type: probabilistic, probabilistic: {hash_salt: s, sampling_percentage: 1}}]");

    assertThat(loaded.notes())
        .containsExactly(
            "environment: SPANMILL_SAMPLING_POLICIES[0].probabilistic.hash_salt: has no effect;"
                + " one randomness serves all policies");
  }

  @Test
  void readsWhatLooksAtTheContextOfSpans() {
    LoadedConfig loaded =
        loaded(
            """
            - {name: a, type: trace_state, trace_state: {key: vendor, values: [x, y]}}
            - {name: b, type: trace_state, trace_state: {key: ot, values: ['th:8']}}
            - {name: c, type: trace_flags}
            """);

    assertThat(loaded.config().sampling().policies())
        .containsExactly(
            new PolicySpec.TraceStateEntry("a", "vendor", Set.of("x", "y")),
            new PolicySpec.TraceStateEntry("b", "ot", Set.of("th:8")),
            new PolicySpec.TraceFlags("c"));
    assertThat(loaded.notes())
        .hasSize(2)
        .allMatch(note -> note.endsWith("gets no threshold, as its count cannot be known"))
        .anyMatch(note -> note.contains("POLICIES[1].trace_state: "))
        .anyMatch(note -> note.contains("POLICIES[2].trace_flags: "));
  }

  @Test
  void aShareCanBeTurnedAroundAndCanThinADrop() {
    assertThat(
            policies(
                """
                - name: rest
                  type: not
                  not:
                    not_sub_policy: {type: probabilistic, probabilistic: {sampling_percentage: 30}}
                - name: thinned
                  type: drop
                  drop:
                    drop_sub_policy:
                      - {type: span_count, span_count: {max_spans: 1}}
                      - {type: probabilistic, probabilistic: {sampling_percentage: 90}}
                """))
        .containsExactly(
            new PolicySpec.Not("rest", new PolicySpec.Probabilistic("probabilistic", 30)),
            new PolicySpec.Drop(
                "thinned",
                List.of(
                    new PolicySpec.SpanCount("span_count", 0, 1),
                    new PolicySpec.Probabilistic("probabilistic", 90))));
  }

  @Test
  void noPoliciesKeepNothing() {
    assertThat(policies("[]")).isEmpty();
  }

  private static List<PolicySpec> policies(String yaml) {
    return loaded(yaml).config().sampling().policies();
  }

  private static LoadedConfig loaded(String yaml) {
    return new ConfigReader(Map.of("SPANMILL_SAMPLING_POLICIES", yaml), "host", 1L << 30)
        .defaults();
  }
}
