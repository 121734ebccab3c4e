package io.spanmill.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.TestOutputTopic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Alerts as they leave a pipeline. */
final class AlertPipelineTest {
  private static final String OBJECTIVES =
      """
      alerts:
        window: 10s
        delay: 10s
        objectives:
          - {name: errors, service: bank, error_rate: {above: 5%}, over: 10s, for: none, keep: 10s,
             min_calls: 20}
          - {name: slow calls, client: shop, server: '*', latency: {quantile: 0.5, above: 100ms},
             over: 10s, for: none, keep: 10s, min_calls: 20}
          - {name: never, service: nobody, objective: 99.9%}
      """;

  private static final int OK = 1;
  private static final int ERROR = 2;

  private @TempDir Path stateDir;
  private DrivenPipeline pipeline;
  private TestOutputTopic<String, String> alerts;
  private int traces;

  private void start(String yaml) {
    pipeline = new DrivenPipeline(yaml, stateDir);
    alerts =
        pipeline
            .driver()
            .createOutputTopic(
                "spanmill-alerts", new StringDeserializer(), new StringDeserializer());
  }

  @AfterEach
  void stop() {
    pipeline.close();
  }

  /** Thirty calls in some seconds, of a shop to a bank. */
  private void calls(long sinceNoon, int status, long millis) {
    for (int i = 0; i < 30; i++) {
      String trace = String.format("%032x", ++traces);
      long at = sinceNoon + i * 200;
      pipeline.pipe(at, span("shop", trace, "a1", "", 3, OK, at, millis));
      pipeline.pipe(at, span("bank", trace, "a2", "a1", 2, status, at, millis));
    }
  }

  /** Time goes on, as others are at work. */
  private void timePasses(long fromNoon, long toNoon) {
    for (long at = fromNoon; at <= toNoon; at += 1_000) {
      String trace = String.format("%032x", ++traces);
      pipeline.pipe(at, span("clock", trace, "b1", "", 1, OK, at, 1));
    }
  }

  private static String span(
      String service,
      String trace,
      String id,
      String parent,
      int kind,
      int status,
      long sinceNoon,
      long millis) {
    return String.format(
            "{'resourceSpans':[{'resource':{'attributes':[{'key':'service.name','value':"
                + "{'stringValue':'%s'}}]},'scopeSpans':[{'spans':[{'traceId':'%s','spanId':"
                + "'00000000000000%s','parentSpanId':'%s','name':'op','kind':%d,"
                + "'startTimeUnixNano':'%d000000','endTimeUnixNano':'%d000000',"
                + "'status':{'code':%d}}]}]}]}",
            service,
            trace,
            id,
            parent.isEmpty() ? "" : "00000000000000" + parent,
            kind,
            DrivenPipeline.NOON + sinceNoon - millis,
            DrivenPipeline.NOON + sinceNoon,
            status)
        .replace('\'', '"');
  }

  /** What is known of each incident. */
  private Map<String, String> known() {
    Map<String, String> known = new TreeMap<>();
    for (KeyValue<String, String> alert : alerts.readKeyValuesToList()) {
      known.put(alert.key, alert.value);
    }
    return known;
  }

  private static String field(String json, String name) {
    Matcher matcher = Pattern.compile('"' + name + "\":(\"[^\"]*\"|[^\",}]*)").matcher(json);
    return matcher.find() ? matcher.group(1).replace("\"", "") : "";
  }

  @Test
  void failuresOfAServiceFireAndAreResolved() {
    start(OBJECTIVES);
    calls(0, ERROR, 10);
    timePasses(6_000, 18_000);
    pipeline.driver().advanceWallClockTime(Duration.ofSeconds(5)); // paths are told
    timePasses(19_000, 42_000);
    assertThat(known())
        .hasSize(1)
        .allSatisfy(
            (key, alert) -> {
              assertThat(key)
                  .isEqualTo(
                      "[\"1767268810000000000\",\"errors\",\"page\",{\"service\":\"bank\"}]");
              assertThat(field(alert, "state")).isEqualTo("resolved");
              assertThat(field(alert, "value")).isEqualTo("1");
              assertThat(field(alert, "calls")).isEqualTo("30");
              assertThat(alert)
                  .contains("\"top_contributor\":{\"service\":\"bank\",\"operation\":\"op\"");
              assertThat(alert).contains("\"example_trace_ids\":[\"0000000000000000");
              assertThat(field(alert, "summary"))
                  .isEqualTo(
                      "resolved after 20s: 100 % of the calls of bank failed, above 5 %: 30 of 30 in"
                          + " 10s");
            });
  }

  @Test
  void slowCallsToAServiceFire() {
    start(OBJECTIVES + "sampling: {policies: [{name: every, type: always_sample}]}");
    calls(0, OK, 300);
    timePasses(6_000, 25_000);
    assertThat(known())
        .hasSize(1)
        .allSatisfy(
            (key, alert) -> {
              assertThat(key).endsWith("{\"client\":\"shop\",\"server\":\"bank\"}]");
              assertThat(field(alert, "state")).isEqualTo("firing");
              assertThat(field(alert, "kind")).isEqualTo("latency");
              assertThat(alert)
                  .containsPattern("\"example_trace_ids\":\\[(\"0{16}[0-9a-f]{16}\",?){3}]");
            });
  }

  @Test
  void anErrorThatNobodyKnewFires() {
    start("alerts: {window: 10s, delay: 10s, objectives: [{name: new, new_error: true}]}");
    calls(0, ERROR, 10);
    timePasses(6_000, 12_000);
    pipeline.driver().advanceWallClockTime(Duration.ofSeconds(1)); // errors are told
    timePasses(13_000, 40_000);
    assertThat(known())
        .hasSize(1)
        .allSatisfy(
            (key, alert) -> {
              assertThat(field(alert, "kind")).isEqualTo("new_error");
              assertThat(field(alert, "state")).isEqualTo("firing");
              assertThat(field(alert, "calls")).isEqualTo("30");
              assertThat(alert).contains("\"target\":{\"service\":\"bank\",\"fingerprint\":");
              assertThat(alert).contains("\"top_error\":{\"service\":\"bank\"");
            });
  }

  @Test
  void allIsJudgedAtTheEndOfInput() {
    start(OBJECTIVES);
    calls(0, ERROR, 10);
    pipeline.end();
    assertThat(known())
        .hasSize(1)
        .allSatisfy((key, alert) -> assertThat(field(alert, "state")).isEqualTo("firing"));
  }

  @Test
  void withoutObjectivesThereAreNoStages() {
    start("name: spanmill");
    calls(0, ERROR, 10);
    timePasses(6_000, 30_000);
    assertThat(pipeline.driver().producedTopicNames())
        .doesNotContainAnyElementsOf(List.of("spanmill-alerts", "spanmill-alert-sums"));
  }
}
