package io.spanmill.topology.collector;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spanmill.model.StatusCode;
import io.spanmill.sampling.PolicySpec;
import io.spanmill.sampling.SamplingConfig;
import io.spanmill.topology.config.ConfigException;
import io.spanmill.topology.config.ConfigReader;
import io.spanmill.topology.config.PipelineConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CollectorImportTest {
  private static final CollectorImport.Options PLAIN = new CollectorImport.Options(null, 1, false);

  private static String resource(String name) {
    try (InputStream stream = CollectorImportTest.class.getResourceAsStream("/collector/" + name)) {
      return new String(Objects.requireNonNull(stream).readAllBytes(), UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static CollectorImport.Imported imported(String name, CollectorImport.Options options) {
    return CollectorImport.of(name, resource(name), Map.of("PERCENT", "12.5"), options);
  }

  private static CollectorImport.Imported converted(String policies) {
    return CollectorImport.of(
        "c.yaml", "tail_sampling:\n  policies:\n" + policies.indent(4), Map.of(), PLAIN);
  }

  private static PipelineConfig readBack(CollectorImport.Imported imported) {
    return new ConfigReader(Map.of(), "host", 1L << 30)
        .readText("spanmill.yaml", imported.configuration())
        .config();
  }

  private static List<PolicySpec> policies(CollectorImport.Imported imported) {
    return readBack(imported).sampling().policies();
  }

  private static PolicySpec.Throughput spans(String name, double limit) {
    return PolicySpec.Throughput.plain(name, PolicySpec.Throughput.Unit.SPANS, limit);
  }

  @Nested
  class EveryPolicy {
    private final CollectorImport.Imported imported = imported("every-policy.yaml", PLAIN);

    @Test
    void isReadBackAsWhatItWas() {
      List<PolicySpec> policies = policies(imported);

      assertThat(policies).hasSize(18);
      assertThat(policies.subList(0, 6))
          .containsExactly(
              new PolicySpec.AlwaysSample("everything"),
              new PolicySpec.Latency("slow", 5000, 10000),
              new PolicySpec.NumericAttribute("large-orders", "order.items", 50, 100, false),
              new PolicySpec.Probabilistic("tenth", 10),
              new PolicySpec.StatusCodes("failed", Set.of(StatusCode.ERROR, StatusCode.UNSET)),
              new PolicySpec.StringAttribute(
                  "tenants", "tenant", Set.of("gold", "silver"), List.of(), false));
      assertThat(((PolicySpec.StringAttribute) policies.get(6)).patterns())
          .extracting(Object::toString)
          .containsExactly("gold", "sil*");
      assertThat(policies.subList(7, 13))
          .containsExactly(
              spans("few-spans", 35),
              PolicySpec.Throughput.plain("few-bytes", PolicySpec.Throughput.Unit.BYTES, 1_024_000),
              new PolicySpec.SpanCount("middling", 2, 20),
              new PolicySpec.TraceStateEntry("routed", "vendor", Set.of("blue", "green")),
              new PolicySpec.TraceFlags("flagged"),
              new PolicySpec.BooleanAttribute("forced", "force", true, false));
      assertThat(((PolicySpec.OttlCondition) policies.get(13)).conditions())
          .extracting(Object::toString)
          .containsExactly(
              "attributes[\"http.route\"] == \"/cart\"",
              "resource.attributes[\"service.name\"] != \"shop\" and (end_time - start_time) >"
                  + " Duration(\"500ms\")",
              "name != \"log\"",
              "attributes[\"exception.type\"] != nil");
    }

    @Test
    void staysInsideOthersWhatItIs() {
      List<PolicySpec> policies = policies(imported);

      assertThat(((PolicySpec.And) policies.get(14)).policies())
          .contains(spans("large-orders-of-tenants/limited", 20));
      assertThat(policies.get(15))
          .isEqualTo(new PolicySpec.Not("not-small", new PolicySpec.SpanCount("small", 0, 3)));
      PolicySpec paths = ((PolicySpec.Drop) policies.get(16)).policies().get(0);
      assertThat(((PolicySpec.StringAttribute) paths).matches("/health")).isTrue();
      assertThat(((PolicySpec.Composite) policies.get(17)).parts())
          .extracting(part -> part.budget().perSecond())
          .containsExactly(500.0, 250.0, 250.0);
    }

    @Test
    void waitsForSilenceInsteadOfAFixedTime() {
      PipelineConfig config = readBack(imported);

      assertThat(config.assembly().idle()).isEqualTo(Duration.ofSeconds(10));
      assertThat(config.assembly().settle()).isEqualTo(Duration.ofSeconds(6));
      assertThat(config.sampling().match()).isEqualTo(SamplingConfig.Match.ANY);
    }

    @Test
    void saysOfEachPartWhatBecomesOfIt() {
      assertThat(imported.remarks())
          .allMatch(line -> line.startsWith("processors.tail_sampling."))
          .noneMatch(line -> line.contains("\n"));
      for (String path :
          List.of(
              "decision_wait",
              "num_traces",
              "expected_new_traces_per_sec",
              "decision_cache",
              "sample_on_first_match",
              "policies[1].latency",
              "policies[3].probabilistic",
              "policies[6].string_attribute",
              "policies[7].rate_limiting.spans_per_second",
              "policies[8].bytes_limiting",
              "policies[11]",
              "policies[14].and.and_sub_policy[2].rate_limiting",
              "policies[17].composite")) {
        assertThat(imported.remarks())
            .as(path)
            .filteredOn(line -> line.startsWith("processors.tail_sampling." + path + ": "))
            .hasSize(1);
      }
      assertThat(imported.remarks()).contains("processors.tail_sampling.policies[0]: the same");
    }

    @Test
    void strictRefusesWhatHasNoThreshold() {
      assertThatThrownBy(
              () -> imported("every-policy.yaml", new CollectorImport.Options(null, 1, true)))
          .isInstanceOf(ConfigException.class)
          .hasMessageStartingWith(
              "every-policy.yaml:71:10: processors.tail_sampling.policies[11]: looks at what"
                  + " decides");
    }
  }

  @Test
  void aProcessorAloneIsEnoughAndABlockUnderAWrongNameIsUnderstood() {
    CollectorImport.Imported imported = imported("teams.yaml", PLAIN);
    List<PolicySpec> policies = policies(imported);

    assertThat(policies)
        .extracting(PolicySpec::name)
        .containsExactly("others", "probes", "noisy", "never");
    assertThat(policies.get(3))
        .isEqualTo(
            new PolicySpec.Drop(
                "never",
                List.of(
                    new PolicySpec.BooleanAttribute(
                        "do-not-sample", "app.do_not_sample", true, false))));
    assertThat(imported.remarks())
        .contains(
            "tail_sampling.policies[3].drop.drop_sub_policy[0]: string_attribute is taken for"
                + " boolean_attribute, which is the type and is missing");
  }

  @Nested
  class HelmValues {
    @Test
    void anchorsMergesAndPlaceholdersAreFilledIn() {
      PipelineConfig config = readBack(imported("helm-values.yaml", PLAIN));

      assertThat(config.assembly().idle()).isEqualTo(Duration.ofSeconds(20));
      assertThat(config.assembly().settle()).isEqualTo(Duration.ofSeconds(2));
      assertThat(config.assembly().maxTraceBytes()).isEqualTo(4_194_304);
      assertThat(config.sampling().policies())
          .containsExactly(
              new PolicySpec.StatusCodes("failed", Set.of(StatusCode.ERROR)),
              new PolicySpec.StatusCodes("unset", Set.of(StatusCode.UNSET)),
              new PolicySpec.Probabilistic("some", 12.5),
              spans("limited", 1000),
              new PolicySpec.StringAttribute(
                  "priced",
                  "price",
                  Set.of("${USD}", "it's", "a: b", "yes", "tab\there"),
                  List.of(),
                  true));
    }

    @Test
    void theFirstInAPipelineIsTakenUnlessAnotherIsNamed() {
      assertThat(imported("helm-values.yaml", PLAIN).remarks())
          .contains(
              "config.processors.tail_sampling: is one of tail_sampling, tail_sampling/backup;"
                  + " --processor takes another");
      for (String name : List.of("backup", "tail_sampling/backup")) {
        CollectorImport.Options options = new CollectorImport.Options(name, 1, false);
        assertThat(policies(imported("helm-values.yaml", options)))
            .containsExactly(new PolicySpec.AlwaysSample("all"));
      }
      assertThatThrownBy(
              () -> imported("helm-values.yaml", new CollectorImport.Options("front", 1, false)))
          .hasMessage(
              "--processor: \"front\" is not in the file; allowed: tail_sampling,"
                  + " tail_sampling/backup");
    }

    @Test
    void limitsOfSeveralCollectorsAddUp() {
      CollectorImport.Imported imported =
          imported("helm-values.yaml", new CollectorImport.Options(null, 3, false));

      assertThat(policies(imported)).contains(spans("limited", 3000));
      assertThat(imported.remarks())
          .contains(
              "config.processors.tail_sampling.policies[3].rate_limiting.spans_per_second: 1000 for"
                  + " each Collector becomes 3000 for the whole application");
    }

    @Test
    void aVariableThatIsNotSetIsNamed() {
      assertThatThrownBy(
              () -> CollectorImport.of("h.yaml", resource("helm-values.yaml"), Map.of(), PLAIN))
          .hasMessage(
              "h.yaml:30:34: config.processors.tail_sampling.policies[2].probabilistic"
                  + ".sampling_percentage: the variable PERCENT is not set; set it for the import");
    }
  }

  @Test
  void aConfigurationInsideATextIsFound() {
    CollectorImport.Imported imported = imported("config-map.yaml", PLAIN);

    assertThat(policies(imported)).containsExactly(new PolicySpec.Latency("slow", 800, 0));
    assertThat(readBack(imported).assembly().idle()).isEqualTo(Duration.ofMillis(500));
    assertThat(readBack(imported).assembly().settle()).isEqualTo(Duration.ofMillis(500));
    assertThat(imported.configuration())
        .startsWith(
            "# Made by ./spanmill import of config-map.yaml (the text of data.relay),"
                + " processors.tail_sampling/edge");
  }

  @Test
  void longWaitsKeepTheOthersInOrder() {
    String yaml = "tail_sampling: {decision_wait: 1h, policies: [{name: a, type: always_sample}]}";
    PipelineConfig config = readBack(CollectorImport.of("c.yaml", yaml, Map.of(), PLAIN));

    assertThat(config.assembly().idle()).isEqualTo(Duration.ofHours(1));
    assertThat(config.assembly().maxAge()).isEqualTo(Duration.ofHours(2));
    assertThat(config.assembly().linger()).isEqualTo(Duration.ofHours(1));
    assertThat(config.assembly().remember()).isEqualTo(Duration.ofHours(1));
  }

  @Test
  void commentsSayWhatDiffersAndNothingElse() {
    CollectorImport.Imported imported =
        converted(
            """
            - {name: all, type: always_sample}
            - {name: flagged, type: trace_flags}
            - {name: tenth, type: probabilistic, probabilistic: {sampling_percentage: 10}}
            """);

    assertThat(imported.configuration())
        .isEqualTo(
            """
            # Made by ./spanmill import of c.yaml, tail_sampling
            sampling:
              match: any
              policies:
                - name: all
                  type: always_sample
                # looks at what decides, or tells, how a trace was sampled before; what it alone \
            keeps gets no threshold (ot=th), and nothing can be counted from it
                - name: flagged
                  type: trace_flags
                # as much is kept, but another 10 % than before
                - name: tenth
                  type: probabilistic
                  probabilistic:
                    sampling_percentage: 10
            """);
    assertThat(imported.remarks()).contains("tail_sampling.policies[0]: the same");
  }

  @Test
  void sharesThatAreTurnedAroundOrThinADropAreSaid() {
    CollectorImport.Imported imported =
        converted(
            """
            - name: rest
              type: not
              not: {not_sub_policy: {type: probabilistic, probabilistic: {sampling_percentage: 30}}}
            - name: thinned
              type: drop
              drop: {drop_sub_policy: [{type: probabilistic, probabilistic: {sampling_percentage: 90}}]}
            - {name: all, type: probabilistic, probabilistic: {sampling_percentage: 150}}
            - {name: inverted, type: boolean_attribute, boolean_attribute: {key: k, invert_match: true}}
            """);

    assertThat(String.join("\n", imported.remarks()))
        .contains("keeps what it leaves of 100 %")
        .contains("drops that share of what the others match")
        .contains("more than 100 becomes 100")
        .contains("invert_match says which traces match");
    assertThat(policies(imported)).contains(new PolicySpec.Probabilistic("all", 100));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {name: a}                                      | c.yaml:3:7: tail_sampling.policies[0]: type is missing
          {name: a, type: my_own}                        | c.yaml:3:23: tail_sampling.policies[0].type: "my_own" is not a policy type; allowed: always_sample, status_code, latency, probabilistic, string_attribute, numeric_attribute, boolean_attribute, span_count, trace_state, trace_flags, ottl_condition, rate_limiting, bytes_limiting, throughput, composite, and, not, drop
          {name: a, type: latency, note: b}              | c.yaml:3:38: tail_sampling.policies[0].note: unknown key
          {name: a, type: ottl_condition, ottl_condition: {span: ['name = "a"']}} | c.yaml:3:63: tail_sampling.policies[0].ottl_condition.span[0]: column 6: "=" cannot stand here; did you mean ==?
          {name: a, type: string_attribute, string_attribute: {key: k, values: ["("], enabled_regex_matching: true}} | c.yaml:3:77: tail_sampling.policies[0].string_attribute.values[0]: "(" is not a regular expression: missing closing )
          {name: a, type: rate_limiting}                 | c.yaml:3:7: tail_sampling.policies[0]: rate_limiting: spans_per_second is missing
          {name: a, type: probabilistic, probabilistic: {sampling_percentage: "${file:x}"}} | c.yaml:3:75: tail_sampling.policies[0].probabilistic.sampling_percentage: ${file:x} cannot be read here; allowed: ${env:NAME}, ${env:NAME:-default}
          """)
  void whatCannotBeConvertedIsRefusedWithItsPlace(String policy, String message) {
    assertThatThrownBy(() -> converted("- " + policy + "\n"))
        .isInstanceOf(ConfigException.class)
        .hasMessage(message);
  }

  @Test
  void aShareBesideWhatItLeavesIsRefused() {
    assertThatThrownBy(
            () ->
                converted(
                    """
                    - {name: some, type: probabilistic, probabilistic: {sampling_percentage: 30}}
                    - name: rest
                      type: not
                      not: {not_sub_policy: {type: probabilistic, probabilistic: {sampling_percentage: 30}}}
                    """))
        .hasMessageStartingWith("c.yaml:3:5: tail_sampling.policies: \"rest\" is the opposite of");
  }

  @Test
  void whereThereIsNothingToImportItSaysSo() {
    assertThatThrownBy(() -> CollectorImport.of("c.yaml", "processors: {}", Map.of(), PLAIN))
        .hasMessage("c.yaml: there is no tail_sampling processor with policies in it");
    assertThatThrownBy(() -> CollectorImport.of("c.yaml", "", Map.of(), PLAIN))
        .hasMessage("c.yaml: there is no tail_sampling processor with policies in it");
    assertThatThrownBy(() -> CollectorImport.of("c.yaml", "a: [", Map.of(), PLAIN))
        .hasMessageStartingWith("c.yaml:")
        .hasMessageContaining("is not YAML");
    assertThatThrownBy(
            () ->
                CollectorImport.of(
                    "c.yaml", "tail_sampling: {colour: 1, policies: []}", Map.of(), PLAIN))
        .hasMessage(
            "c.yaml:1:25: tail_sampling.colour: is not an option of tail_sampling that is known");
  }

  @Test
  void aTreeThatContainsItselfIsRefused() {
    assertThatThrownBy(() -> converted("- &a {name: x, type: not, not: {not_sub_policy: *a}}\n"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("nested too deeply");
    assertThatThrownBy(() -> CollectorImport.of("c.yaml", "a: &a {b: *a}", Map.of(), PLAIN))
        .hasMessageContaining("there is no tail_sampling");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{}]",
        "[ERROR, {a: b}]",
        "[{a: {b: []}}, ERROR]",
        "[[a, {b: c}]]",
        "[{a: [{}]}]"
      })
  void listsOfOtherThingsThanTextsAreRefusedWhereTheyStand(String list) {
    assertThatThrownBy(
            () ->
                converted(
                    "- {name: a, type: status_code, status_code: {status_codes: " + list + "}}\n"))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("c.yaml:3:")
        .hasMessageContaining("tail_sampling.policies[0].status_code.status_codes[");
  }

  @Test
  void whatInheritsFromItselfIsRefused() {
    for (String inherited : List.of("&a [*a]", "&a [[*a, *a]]", "&a {<<: *a}", "[&a {<<: [*a]}]")) {
      assertThatThrownBy(() -> converted("- {name: x, type: latency, <<: " + inherited + "}\n"))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("nested too deeply");
    }
  }
}
