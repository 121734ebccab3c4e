package io.spanmill.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The alarms, against the metrics and against docs/operations.md. */
final class RulesTest {
  private static final Path FILE = Sources.DEPLOY.resolve("prometheus/rules.yml");
  private static final Pattern ALARM =
      Pattern.compile("^\\| [^|]+ \\| (`[^|]*) \\|", Pattern.MULTILINE);
  private static final Pattern METRIC = Pattern.compile("spanmill_\\w+");

  private static List<JsonObject> rules() {
    List<JsonObject> rules = new ArrayList<>();
    for (JsonElement group : Yaml.document(FILE).getAsJsonArray("groups")) {
      group.getAsJsonObject().getAsJsonArray("rules").forEach(r -> rules.add(r.getAsJsonObject()));
    }
    return rules;
  }

  @Test
  void askForMetricsThatExist() {
    for (JsonObject rule : rules()) {
      assertThat(new Expression(Yaml.text(rule, "expr")).unknown()).isEmpty();
      assertThat(Yaml.text(rule, "annotations.summary")).isNotBlank();
      assertThat(Yaml.text(rule, "annotations.description")).isNotBlank();
      assertThat(Yaml.text(rule, "labels.severity")).isIn("info", "warning", "critical");
    }
  }

  @Test
  void everyAlarmOfTheManualIsOne() {
    String manual = Sources.text(Sources.ROOT.resolve("docs/operations.md"));
    String table =
        manual.substring(manual.indexOf("## What to be called for"), manual.indexOf("## Metrics"));
    String expressions =
        String.join("\n", rules().stream().map(rule -> Yaml.text(rule, "expr")).toList());
    long alarms =
        ALARM
            .matcher(table)
            .results()
            .peek(
                row ->
                    METRIC
                        .matcher(row.group(1))
                        .results()
                        .map(metric -> metric.group())
                        .forEach(metric -> assertThat(expressions).contains(metric)))
            .count();

    assertThat(rules()).hasSize((int) alarms);
  }

  @Test
  void areTheSameInKubernetes() {
    JsonObject custom =
        Yaml.document(Sources.KUBERNETES.resolve("components/monitoring/prometheusrule.yaml"));

    assertThat(Yaml.at(custom, "spec.groups")).isEqualTo(Yaml.at(Yaml.document(FILE), "groups"));
  }
}
