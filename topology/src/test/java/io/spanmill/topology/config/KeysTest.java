package io.spanmill.topology.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KeysTest {
  /** The configuration as it is documented, policies aside. */
  private static final String DOCUMENTED =
      """
      name:     spanmill
      instance: ""
      state_dir: ./state
      threads: 1
      partitions: 8
      guarantee: exactly_once_v2
      http:     { listen: "127.0.0.1:8080" }
      kafka:    { bootstrap.servers: "localhost:9092" }
      input:    { topics: [otlp_spans] }
      output:   { format: json }
      assembly: { settle: 6s, idle: 30s, max_age: 2m, memory: 512MiB, max_trace_bytes: 16MiB, linger: 1m, remember: 30m }
      sampling:
        match: any
        sampling_precision: 4
        mode: assume_unsampled
        randomness: presume
        upstream: []
        policies:
          - { name: errors, type: status_code, status_code: { status_codes: [ERROR] } }
          - { name: slow,   type: latency,     latency: { threshold_ms: 500 } }
          - { name: rest,   type: probabilistic, probabilistic: { sampling_percentage: 10 } }
      red:      { window: 10s, max_skew: 1h, dimensions: [telemetry.sdk.language, http.route, http.request.method] }
      edges:    { window: 10s }
      """;

  @Test
  void everyDocumentedKeyIsInTheTableWithItsDefault() {
    Sources documented = new Sources("documented");
    documented.overlay(YamlTree.file("documented", DOCUMENTED));

    List<String> fromFile = new ArrayList<>();
    for (Setting setting : documented.settings()) {
      if (setting.origin() == Origin.FILE) {
        fromFile.add(setting.path());
        assertThat(plain(setting.value())).as(setting.path()).isEqualTo(plain(setting.standard()));
      }
    }
    assertThat(fromFile).hasSize(27).doesNotContain("input.pattern", "edges.user");
  }

  @Test
  void everyKeyIsListedOnce() throws IllegalAccessException {
    for (Class<?> table :
        List.of(
            Keys.class, SamplingKeys.class, MeasureKeys.class, PushKeys.class, AlertKeys.class)) {
      for (Field field : table.getDeclaredFields()) {
        if (field.getType() == Key.class) {
          assertThat(Keys.ALL).as(field.getName()).containsOnlyOnce((Key<?>) field.get(null));
        }
      }
    }
  }

  @Test
  void everyDefaultCanBeRead() {
    Sources defaults = new Sources("defaults");

    assertThat(Keys.ALL).allSatisfy(key -> assertThat(defaults.value(key)).isNotNull());
  }

  @Test
  void noTwoKeysShareAVariable() {
    assertThat(Keys.ALL).extracting(Key::variable).doesNotHaveDuplicates();
    assertThat(Keys.SETTLE.variable()).isEqualTo("SPANMILL_ASSEMBLY_SETTLE");
  }

  @Test
  void everyKeyIsExplained() {
    assertThat(new ConfigReader(Map.of(), "host", 1L << 30).defaults().settings())
        .hasSameSizeAs(Keys.ALL)
        .allSatisfy(setting -> assertThat(setting.meaning()).endsWith("."))
        .allSatisfy(setting -> assertThat(setting.unit()).isNotEmpty());
  }

  /** Lists may stand with or without brackets. */
  private static String plain(String value) {
    return value.replaceAll("^\\[|]$", "");
  }
}
