package io.spanmill.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What dashboards ask for exists, and whoever looks at them is told what it is. */
final class DashboardsTest {
  /** What Grafana 11.5 and newer write. */
  private static final int SCHEMA = 41;

  /** What a dashboard of Spanmill itself need not show: it is for a question of its own. */
  private static final Set<String> ELSEWHERE =
      Set.of(
          "spanmill_watermark_timestamp_seconds",
          "spanmill_stream_threads",
          "spanmill_restore_read_offsets",
          "spanmill_restore_wanted_offsets",
          "spanmill_restore_missing_offsets",
          "spanmill_requests_total",
          "spanmill_skewed_spans_total",
          "spanmill_unbelieved_thresholds_total",
          "spanmill_not_random_windows_total",
          "spanmill_late_traces_total",
          "spanmill_unreadable_policies_total",
          "spanmill_budget_keep_ratio",
          "spanmill_budget_listed_keys",
          "spanmill_budget_tables_total",
          "spanmill_pathless_traces_total",
          "spanmill_path_overlapping_spans_total",
          "spanmill_path_asynchronous_spans_total",
          "spanmill_path_skewed_spans_total",
          "spanmill_alerts_total",
          "spanmill_alerts_firing",
          "spanmill_unwatched_indicators_total",
          "spanmill_webhook_requests_total",
          "spanmill_webhook_standstill_seconds",
          "spanmill_jvm_gc_collections_total",
          "spanmill_jvm_threads",
          "spanmill_process_uptime_seconds");

  private static final Pattern LABEL_VALUES =
      Pattern.compile("label_values\\((\\w+),\\s*(\\w+)\\)");
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{?(\\w+)}?");
  private static final Set<String> GRAFANAS = Set.of("__rate_interval", "__range", "1");

  static List<Path> files() {
    return Sources.below(Sources.DASHBOARDS, ".json");
  }

  private static JsonObject dashboard(Path file) {
    JsonReader reader = new JsonReader(new StringReader(Sources.text(file)));
    reader.setStrictness(Strictness.STRICT);
    return JsonParser.parseReader(reader).getAsJsonObject();
  }

  private static List<JsonObject> panels(JsonObject dashboard) {
    List<JsonObject> panels = new ArrayList<>();
    dashboard.getAsJsonArray("panels").forEach(panel -> panels.add(panel.getAsJsonObject()));
    return panels;
  }

  private static List<JsonObject> charts(JsonObject dashboard) {
    return panels(dashboard).stream().filter(p -> !Yaml.text(p, "type").equals("row")).toList();
  }

  private static List<String> expressions(JsonObject dashboard) {
    List<String> expressions = new ArrayList<>();
    for (JsonObject chart : charts(dashboard)) {
      chart.getAsJsonArray("targets").forEach(t -> expressions.add(Yaml.text(t, "expr")));
    }
    return expressions;
  }

  private static List<JsonElement> variables(JsonObject dashboard) {
    return Yaml.at(dashboard, "templating.list").getAsJsonArray().asList();
  }

  @ParameterizedTest
  @MethodSource("files")
  void everyMetricAndLabelExists(Path file) {
    JsonObject dashboard = dashboard(file);
    for (String expression : expressions(dashboard)) {
      assertThat(new Expression(expression).unknown()).isEmpty();
    }
    for (JsonElement variable : variables(dashboard)) {
      Matcher values = LABEL_VALUES.matcher(variable.toString());
      if (values.find()) {
        assertThat(KnownMetrics.has(values.group(1), values.group(2))).as("%s", variable).isTrue();
      } else {
        assertThat(Yaml.text(variable, "type")).isEqualTo("datasource");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void everyPanelSaysWhatItShowsInWhichUnit(Path file) {
    for (JsonObject chart : charts(dashboard(file))) {
      assertThat(Yaml.text(chart, "title")).isNotBlank();
      assertThat(Yaml.text(chart, "description")).as(Yaml.text(chart, "title")).endsWith(".");
      assertThat(Yaml.text(chart, "fieldConfig.defaults.unit")).isNotBlank();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void everyPanelAsksTheChosenDataSource(Path file) {
    JsonObject dashboard = dashboard(file);
    assertThat(Yaml.text(dashboard, "templating.list.0.name")).isEqualTo("datasource");
    for (JsonObject chart : charts(dashboard)) {
      assertThat(Yaml.text(chart, "datasource.uid")).isEqualTo("${datasource}");
      Set<String> references = new HashSet<>();
      for (JsonElement target : chart.getAsJsonArray("targets")) {
        assertThat(Yaml.text(target, "datasource.uid")).isEqualTo("${datasource}");
        assertThat(references.add(Yaml.text(target, "refId"))).isTrue();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void everyVariableIsThereAndUsed(Path file) {
    JsonObject dashboard = dashboard(file);
    Set<String> used = new TreeSet<>();
    VARIABLE
        .matcher(dashboard.get("panels").toString())
        .results()
        .map(found -> found.group(1))
        .filter(name -> !GRAFANAS.contains(name))
        .forEach(used::add);

    assertThat(variables(dashboard))
        .extracting(variable -> Yaml.text(variable, "name"))
        .containsExactlyInAnyOrderElementsOf(used);
  }

  @ParameterizedTest
  @MethodSource("files")
  void panelsLieBesideEachOther(Path file) {
    List<JsonObject> panels = panels(dashboard(file));
    Set<Integer> ids = new HashSet<>();
    Set<String> taken = new HashSet<>();
    for (JsonObject panel : panels) {
      assertThat(ids.add(Yaml.at(panel, "id").getAsInt())).isTrue();
      JsonElement place = Yaml.at(panel, "gridPos");
      int left = Yaml.at(place, "x").getAsInt();
      int top = Yaml.at(place, "y").getAsInt();
      int right = left + Yaml.at(place, "w").getAsInt();
      assertThat(right).isLessThanOrEqualTo(24);
      for (int x = left; x < right; x++) {
        for (int y = top; y < top + Yaml.at(place, "h").getAsInt(); y++) {
          assertThat(taken.add(x + "," + y)).as(Yaml.text(panel, "title")).isTrue();
        }
      }
    }
  }

  @Test
  void haveIdentitiesThatStay() {
    assertThat(files())
        .extracting(file -> Yaml.text(dashboard(file), "uid"))
        .containsExactly("spanmill-graph", "spanmill-services", "spanmill-itself");
    assertThat(files())
        .allMatch(file -> Yaml.at(dashboard(file), "schemaVersion").getAsInt() == SCHEMA);
  }

  @Test
  void showEveryMetricThatIsNotForAQuestionOfItsOwn() {
    Set<String> shown = new TreeSet<>();
    for (Path file : files()) {
      expressions(dashboard(file)).forEach(e -> shown.addAll(new Expression(e).metrics()));
    }
    Set<String> own = new TreeSet<>(KnownMetrics.names());
    own.removeIf(name -> !name.startsWith("spanmill_"));
    own.removeAll(ELSEWHERE);

    assertThat(shown).containsAll(own);
    assertThat(KnownMetrics.names()).containsAll(ELSEWHERE);
  }
}
