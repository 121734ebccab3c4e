package io.spanmill.topology.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each wrong configuration is told in one line, word for word. */
class RefusalTest {
  private static final long GIB = 1L << 30;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          assembly: {settle: -3s}           | assembly.settle: "-3s" is not a positive duration (e.g. 500ms, 6s, 2m, 1h)
          assembly: {settle: 0s}            | assembly.settle: "0s" is not a positive duration (e.g. 500ms, 6s, 2m, 1h)
          assembly: {settle: 6}             | assembly.settle: "6" is not a positive duration (e.g. 500ms, 6s, 2m, 1h)
          red: {max_skew: 300000d}          | red.max_skew: "300000d" is not a positive duration (e.g. 500ms, 6s, 2m, 1h)
          assembly: {settle: [1s]}          | assembly.settle: must be a single value, but is a list
          assembly: {settle: }              | assembly.settle: has no value
          assembly: {settle: 40s}           | assembly.settle: 40s is longer than idle (30s); allowed: settle ≤ idle ≤ linger ≤ remember
          assembly: {linger: 1s}            | assembly.idle: 30s is longer than linger (1s); allowed: settle ≤ idle ≤ linger ≤ remember
          assembly: {linger: 31m}           | assembly.linger: 31m is longer than remember (30m); allowed: settle ≤ idle ≤ linger ≤ remember
          assembly: {memory: 12 parsecs}    | assembly.memory: "12 parsecs" is not a positive number of bytes (e.g. 512MiB, 8MB, 65536)
          assembly: {memory: 2GiB}          | assembly.memory: "2GiB" is more than 60 % of the heap (2048 MiB, so at most 1228 MiB); lower it, or give more heap (SPANMILL_JAVA_OPTS=-Xmx…)
          assembly: {setle: 3s}             | assembly.setle: unknown key; did you mean settle?
          assembly: {window: 3s}            | assembly.window: unknown key; did you mean red.window?
          assembly: 6s                      | assembly: must be a mapping (key: value), but is a single value
          asembly: {settle: 3s}             | asembly: unknown key; did you mean assembly?
          settle: 3s                        | settle: unknown key; did you mean assembly.settle?
          colour: blue                      | colour: unknown key; allowed: name, instance, state_dir, threads, partitions, guarantee, max_record_bytes, http, shutdown, logging, kafka, input, output, assembly, sampling, red, edges, critical_path, errors, metrics, push, alerts
          name: a b                         | name: "a b" is not a name: letters, digits, '.', '_' and '-', at most 200
          threads: 0                        | threads: "0" is not a positive whole number
          partitions: 1.5                   | partitions: "1.5" is not a positive whole number
          guarantee: twice                  | guarantee: "twice" is not one of exactly_once_v2, at_least_once
          max_record_bytes: 3GiB            | max_record_bytes: "3GiB" is not between 1MB, as bundles of spans are that large, and 1GiB
          http: {listen: 8080}              | http.listen: "8080" is not host:port (e.g. 127.0.0.1:8080, [::1]:8080)
          http: {listen: "a:70000"}         | http.listen: "a:70000" is not host:port (e.g. 127.0.0.1:8080, [::1]:8080)
          kafka: {bootstrap: {servers: x}}  | kafka.bootstrap: must be a single value, but is a mapping
          input: {topics: []}               | input.topics: names no topic, and there is no input.pattern
          input: {topics: [a b]}            | input.topics: "a b" is not a topic: letters, digits, '.', '_' and '-'
          input: {pattern: "("}             | input.pattern: "(" is not a regular expression: Unclosed group near character 2
          input: {topics: [a], pattern: b}  | input.pattern: use either input.topics or input.pattern
          input: {partitioned_by: key}      | input.partitioned_by: "key" is not one of none, trace_id
          input: {topics: [a, b], partitioned_by: trace_id} | input.partitioned_by: trace_id needs one topic in input.topics, not 2
          input: {pattern: a, partitioned_by: trace_id} | input.partitioned_by: trace_id needs one topic in input.topics, not a pattern
          output: {format: xml}             | output.format: "xml" is not one of json, avro
          output: {format: avro}            | output.format: avro needs kafka.schema.registry.url: where the schema registry is
          kafka: {schema.registry.url: "mock://x"} | kafka.schema.registry.url: "mock://x" is not a list of addresses (e.g. http://registry:8081)
          kafka: {schema.registry.url: "http://a:1,registry"} | kafka.schema.registry.url: "http://a:1,registry" is not a list of addresses (e.g. http://registry:8081)
          kafka: {schema.registry.url: ""}  | kafka.schema.registry.url: "" is not a list of addresses (e.g. http://registry:8081)
          kafka: {schema.registry.url: "http://me:hunter2@a"} | kafka.schema.registry.url: has a user in it, whom everybody would see: use basic.auth.credentials.source: USER_INFO and basic.auth.user.info
          kafka: {schema.registry.url: "http://a", basic.auth.credentials.source: USERINFO} | kafka.basic.auth.credentials.source: "USERINFO" cannot be used; allowed: URL, USER_INFO, SASL_INHERIT
          kafka: {schema.registry.url: "http://a", bearer.auth.credentials.source: OAUTHBEARER} | kafka.bearer.auth.credentials.source: "OAUTHBEARER" cannot be used; allowed: STATIC_TOKEN
          red: {dimensions: [a, a]}         | red.dimensions: [a, a] names one twice
          edges: {window: soon}             | edges.window: "soon" is not a positive duration (e.g. 500ms, 6s, 2m, 1h)
          critical_path: {window: 0s}       | critical_path.window: "0s" is not a positive duration (e.g. 500ms, 6s, 2m, 1h)
          critical_path: {enabled: perhaps} | critical_path.enabled: "perhaps" is not true or false
          critical_path: {max_contributors: 501} | critical_path.max_contributors: 501 is not from 1 to 500
          sampling: {match: last}           | sampling.match: "last" is not one of any, first
          sampling: {mode: guess}           | sampling.mode: "guess" is not one of assume_unsampled, preserve_unknown
          sampling: {randomness: none}      | sampling.randomness: "none" is not one of presume, require_flag, hash
          sampling: {sampling_precision: 15}         | sampling.sampling_precision: 15 is not between 1 and 14
          sampling: {sampling_precision: 0}          | sampling.sampling_precision: "0" is not a positive whole number
          sampling: {upstream: shop}        | sampling.upstream: must be a list, but is a single value
          sampling: {upstream: [{service: a, ratio: 1}]} | sampling.upstream[0]: legacy_ratio is missing
          sampling: {upstream: [{service: a, legacy_ratio: high64, ratio: 1}]} | sampling.upstream[0].legacy_ratio: "high64" is not one of low64, java_abs
          sampling: {upstream: [{service: a, legacy_ratio: low64, ratio: 0}]} | sampling.upstream[0].ratio: 0.0 is not above 0 and up to 1
          sampling: {policies: errors}      | sampling.policies: must be a list, but is a single value
          [1, 2]                            | must be a mapping (key: value), but is a list
          threads: [1                       | line 2, column 1: while parsing a flow sequence: expected ',' or ']', but got <stream end>
          threads: @                        | line 1, column 10: while scanning for the next token: found character '@' that cannot start any token. (Do not use @ for indentation)
          """)
  void oneLineNamesPlaceValueAndWhatIsAllowed(String yaml, String message) {
    refuses(yaml + "\n", message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {type: latency}                                            | `: name is missing`
          {name: "", type: latency}                                  | `.name: is empty`
          {name: x}                                                  | `: type is missing`
          {name: x, type: latencyy}                                  | `.type: "latencyy" is not a policy type; did you mean latency?`
          {name: x, type: rate_limiting}                             | `.rate_limiting: spans_per_second is missing`
          {name: x, type: rate_limiting, rate_limiting: {spans_per_second: 0}} | `.rate_limiting.spans_per_second: is not above 0`
          {name: x, type: bytes_limiting, bytes_limiting: {bytes_per_second: 1.5}} | `.bytes_limiting.bytes_per_second: "1.5" is not a whole number`
          {name: x, type: throughput, throughput: {keys: [a]}}       | `.throughput: needs one of traces_per_second, spans_per_second, bytes_per_second, and only one`
          {name: x, type: throughput, throughput: {traces_per_second: 1, spans_per_second: 2}} | `.throughput: needs one of traces_per_second, spans_per_second, bytes_per_second, and only one`
          {name: x, type: throughput, throughput: {traces_per_second: Infinity}} | `.throughput.traces_per_second: "Infinity" is not a number`
          {name: x, type: throughput, throughput: {traces_per_second: 1, beta: 1.5}} | `.throughput.beta: 1.5 is not between 0 and 1`
          {name: x, type: throughput, throughput: {traces_per_second: 1, floor: -1}} | `.throughput.floor: -1.0 is negative`
          {name: x, type: throughput, throughput: {traces_per_second: 1, unseen_share: 1}} | `.throughput.unseen_share: 1.0 is not between 0 and 1`
          {name: x, type: trace_state, trace_state: {key: a}}        | `.trace_state: values is missing`
          {name: x, type: trace_state, trace_state: {key: a, values: []}} | `.trace_state.values: is empty`
          {name: x, type: trace_flags, trace_flags: {sampled: true}} | `.trace_flags.sampled: unknown key; nothing can be set here`
          {name: x, type: ottl_condition}                            | `.ottl_condition.span: is missing, and so is spanevent`
          {name: x, type: ottl_condition, ottl_condition: {error_mode: loud, span: ['true']}} | `.ottl_condition.error_mode: "loud" is not one of ignore, silent, propagate`
          {name: x, type: ottl_condition, ottl_condition: {span: ['true', 'name = "a"']}} | `.ottl_condition.span[1]: column 6: "=" cannot stand here; did you mean ==?`
          {name: x, type: ottl_condition, ottl_condition: {spanevent: ['IsRootSpan()']}} | `.ottl_condition.spanevent[0]: column 1: IsRootSpan is for conditions about spans, and this is about events`
          {name: x, type: composite, composite: {max_total_spans_per_second: 9, composite_sub_policy: []}} | `.composite.composite_sub_policy: is empty`
          {name: x, type: composite, composite: {max_total_spans_per_second: 9, composite_sub_policy: [{type: always_sample}, {type: always_sample}]}} | `.composite.composite_sub_policy[1]: two policies are named "always_sample"`
          {name: x, type: composite, composite: {max_total_spans_per_second: 9, policy_order: [b], composite_sub_policy: [{name: a, type: always_sample}]}} | `.composite.policy_order[0]: "b" is not in composite_sub_policy; did you mean a?`
          {name: x, type: composite, composite: {max_total_spans_per_second: 9, composite_sub_policy: [{name: a, type: always_sample}], rate_allocation: [{policy: a, percent: 101}]}} | `.composite.rate_allocation[0]: percent: 101.0 is not between 0 and 100`
          {name: x, type: drop, drop: {drop_sub_policy: [{type: and, and: {and_sub_policy: [{type: rate_limiting, rate_limiting: {spans_per_second: 1}}]}}]}} | `.drop.drop_sub_policy: a limit cannot stand inside drop: a limit says what to keep`
          {name: x, type: throughput, throughput: {spans_per_second: 1, keys: [a], strict: true}} | `.throughput.keys: cannot divide a strict budget; leave keys or strict out`
          {name: x, type: throughput, throughput: {spans_per_second: 1, floor: 2}} | `.throughput.floor: 2.0 is more than the whole budget`
          {name: x, type: drop, drop: {drop_sub_policy: [{type: rate_limiting, rate_limiting: {spans_per_second: 1}}]}} | `.drop.drop_sub_policy[0].type: "rate_limiting" cannot stand inside drop: a limit says what to keep`
          {name: x, type: and, and: {and_sub_policy: [{type: throughput, throughput: {traces_per_second: 1}}, {type: throughput, throughput: {bytes_per_second: 1}}]}} | `.and.and_sub_policy[1]: two limits are named "x/throughput"`
          {name: x, type: not, not: {not_sub_policy: {type: rate_limiting, rate_limiting: {spans_per_second: 1}}}} | `.not.not_sub_policy: must say yes or no, or be a probabilistic policy alone`
          {name: x, type: latency, status_code: {}}                  | `.status_code: unknown key; allowed: name, type, latency`
          {name: x, type: latency}                                   | `.latency: threshold_ms is missing`
          {name: x, type: latency, latency: {treshold_ms: 1}}        | `.latency: threshold_ms is missing`
          {name: x, type: latency, latency: {threshold_ms: 1, upper: 2}} | `.latency.upper: unknown key; allowed: threshold_ms, upper_threshold_ms`
          {name: x, type: latency, latency: {threshold_ms: 1.5}}     | `.latency.threshold_ms: "1.5" is not a whole number`
          {name: x, type: latency, latency: {threshold_ms: -1}}      | `.latency.threshold_ms: -1 is negative`
          {name: x, type: latency, latency: {threshold_ms: 5, upper_threshold_ms: 5}} | `.latency.upper_threshold_ms: 5 is not above threshold_ms (5)`
          {name: x, type: probabilistic, probabilistic: {sampling_percentage: 101}} | `.probabilistic.sampling_percentage: 101.0 is not between 0 and 100`
          {name: x, type: probabilistic, probabilistic: {sampling_percentage: NaN}} | `.probabilistic.sampling_percentage: NaN is not between 0 and 100`
          {name: x, type: probabilistic, probabilistic: {sampling_percentage: few}} | `.probabilistic.sampling_percentage: "few" is not a number`
          {name: x, type: status_code, status_code: {status_codes: []}}      | `.status_code.status_codes: is empty`
          {name: x, type: status_code, status_code: {status_codes: [ERR]}}   | `.status_code.status_codes[0]: "ERR" is not one of UNSET, OK, ERROR`
          {name: x, type: string_attribute, string_attribute: {values: [a]}} | `.string_attribute: key is missing`
          {name: x, type: string_attribute, string_attribute: {key: k, values: [a, "b("], enabled_regex_matching: true}} | `.string_attribute.values[1]: "b(" is not a regular expression: missing closing )`
          {name: x, type: string_attribute, string_attribute: {key: k, values: ["(?=a)"], enabled_regex_matching: true}} | `.string_attribute.values[0]: "(?=a)" is not a regular expression: invalid or unsupported Perl syntax`
          {name: x, type: string_attribute, string_attribute: {key: k, values: [a], invert_match: maybe}} | `.string_attribute.invert_match: "maybe" is not true or false`
          {name: x, type: numeric_attribute, numeric_attribute: {key: k, min_value: 5, max_value: 4}} | `.numeric_attribute.max_value: 4 is less than min_value (5)`
          {name: x, type: span_count, span_count: {min_spans: 5, max_spans: 4}} | `.span_count.max_spans: 4 is less than min_spans (5)`
          {name: x, type: span_count, span_count: {min_spans: 5000000000}} | `.span_count.min_spans: "5000000000" is too large`
          {name: x, type: and}                                       | `.and: and_sub_policy is missing`
          {name: x, type: and, and: {and_sub_policy: []}}            | `.and.and_sub_policy: is empty`
          {name: x, type: and, and: {and_sub_policy: [{type: drop}]}} | `.and.and_sub_policy[0].type: "drop" cannot stand inside another policy`
          {name: x, type: and, and: {and_sub_policy: [{type: latency}]}} | `.and.and_sub_policy[0].latency: threshold_ms is missing`
          """)
  void policiesAreRefusedByTheirPlace(String policy, String message) {
    refuses("sampling:\n  policies:\n    - " + policy + "\n", "sampling.policies[0]" + message);
  }

  @Test
  void twoPoliciesOfOneNameAreRefused() {
    refuses(
        "sampling: {policies: [{name: a, type: always_sample}, {name: a, type: always_sample}]}\n",
        "sampling.policies: two policies are named \"a\"");
  }

  @Test
  void aKeyThatIsThereTwiceIsRefused() {
    refuses(
        "threads: 1\nname: a\nthreads: 2\n", "threads: is there twice, the second time in line 3");
  }

  @Test
  void aTreeThatContainsItselfIsRefused() {
    String policy = "&a {name: x, type: not, not: {not_sub_policy: *a}}";

    assertThatThrownBy(() -> read("sampling: {policies: [" + policy + "]}", Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageEndingWith("is nested too deeply");
  }

  @Test
  void theEnvironmentIsNamedWhereItIsWrong() {
    refusesVariable(
        "SPANMILL_RED_WINDOW", "x", "\"x\" is not a positive duration (e.g. 500ms, 6s, 2m, 1h)");
    refusesVariable(
        "SPANMILL_ASSEMBLY_SETTLE",
        "40s",
        "40s is longer than idle (30s); allowed: settle ≤ idle ≤ linger ≤ remember");
  }

  @Test
  void policiesInTheEnvironmentAreNamedToo() {
    assertThatThrownBy(() -> read("", Map.of("SPANMILL_SAMPLING_POLICIES", "[{name: a, type: x}]")))
        .hasMessageStartingWith(
            "environment: SPANMILL_SAMPLING_POLICIES[0].type: \"x\" is not a policy type");
    refusesVariable(
        "SPANMILL_SAMPLING_POLICIES",
        "[",
        "line 1, column 2: while parsing a flow node: expected the node content, but found '<stream end>'");
  }

  @Test
  void aRefusedSecretIsNotToldEither() {
    assertThatThrownBy(() -> read("kafka: {ssl.key.password: {a: hunter2}}", Map.of()))
        .hasMessage(
            "spanmill.yaml: kafka.ssl.key.password: must be a single value, but is a mapping");
  }

  @Test
  void memoryIsMeasuredAgainstTheHeap() throws IOException {
    Path file = Files.writeString(folder.resolve("spanmill.yaml"), "assembly: {memory: 600MiB}\n");

    assertThat(new ConfigReader(Map.of(), "host", GIB).read(file).config().assembly().memoryBytes())
        .isEqualTo(600L << 20);
    assertThatThrownBy(() -> new ConfigReader(Map.of(), "host", GIB - (64 << 20)).read(file))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("\"600MiB\" is more than 60 % of the heap (960 MiB");
  }

  @Test
  void aFileThatIsNoTextIsRefused() throws IOException {
    Path file = Files.write(folder.resolve("x.yaml"), new byte[] {(byte) 0xff, 0, 1});

    assertThatThrownBy(() -> new ConfigReader(Map.of(), "host", GIB).read(file))
        .hasMessage(file + ": is not UTF-8 text");
  }

  @Test
  void aLimitIsNotNamedLikeThePartOfAComposite() {
    refuses(
        """
        sampling:
          policies:
            - {name: c/p, type: rate_limiting, rate_limiting: {spans_per_second: 1}}
            - {name: c, type: composite, composite: {max_total_spans_per_second: 9,
               composite_sub_policy: [{name: p, type: always_sample}]}}
        """,
        "sampling.policies[1].composite: two limits are named \"c/p\"");
  }

  @Test
  void everyMessageIsOneLine() {
    assertThat(new ConfigException(" a\n   b\r\nc ")).hasMessage("a b c");
    assertThatThrownBy(() -> read("a: \u0007", Map.of()))
        .isInstanceOf(ConfigException.class)
        .message()
        .hasLineCount(1)
        .startsWith("spanmill.yaml: is not YAML: ");
  }

  private void refuses(String yaml, String message) {
    assertThatThrownBy(() -> read(yaml, Map.of()))
        .as(yaml)
        .isInstanceOf(ConfigException.class)
        .hasMessage("spanmill.yaml: " + message);
  }

  private void refusesVariable(String variable, String value, String message) {
    assertThatThrownBy(() -> read("", Map.of(variable, value)))
        .isInstanceOf(ConfigException.class)
        .hasMessage("environment: " + variable + ": " + message);
  }

  /** Reads it under the plain name that messages begin with. */
  private void read(String yaml, Map<String, String> environment) throws IOException {
    Path file = folder.resolve("spanmill.yaml");
    Files.write(file, yaml.getBytes(StandardCharsets.UTF_8));
    try {
      new ConfigReader(environment, "host", 2 * GIB).read(file);
    } catch (ConfigException refused) {
      throw new ConfigException(String.valueOf(refused.getMessage()).replace(folder + "/", ""));
    }
  }
}
