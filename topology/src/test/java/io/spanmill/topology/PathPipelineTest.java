package io.spanmill.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanmill.sinks.JsonFields;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Critical paths as they leave, without a broker. */
final class PathPipelineTest {
  private static final long NOON = DrivenPipeline.NOON;
  private static final String KEPT = "0102030405060708f90a0b0c0d0e0f10";
  private static final String DROPPED = "0102030405060708090a0b0c0d0e0f11";
  private static final String ENTRY = "[\"" + NOON + "000000\",\"shop\",\"GET /\",";

  @Test
  void theTimeOfAnEntryIsDividedAmongThoseWhoContributed(@TempDir Path stateDir)
      throws IOException {
    try (DrivenPipeline pipeline = new DrivenPipeline("", stateDir)) {
      shop(pipeline, KEPT, "a", 300, "ERROR");
      shop(pipeline, DROPPED, "b", 100, "UNSET");
      pipeline.end();

      Map<String, Map<String, Object>> told = told(pipeline);
      assertThat(told)
          .containsOnlyKeys(
              ENTRY + "\"shop\",\"GET /\",\"SPAN_KIND_SERVER\",\"\"]",
              ENTRY + "\"shop\",\"GET\",\"SPAN_KIND_CLIENT\",\"redis\"]");
      Map<String, Object> redis =
          told.get(ENTRY + "\"shop\",\"GET\",\"SPAN_KIND_CLIENT\",\"redis\"]");
      assertThat(redis)
          .containsEntry("window_start_unix_nano", NOON + "000000")
          .containsEntry("window_seconds", 60)
          .containsEntry("entry_service", "shop")
          .containsEntry("entry_operation", "GET /")
          .containsEntry("service", "shop")
          .containsEntry("operation", "GET")
          .containsEntry("kind", "SPAN_KIND_CLIENT")
          .containsEntry("peer", "redis")
          .containsEntry("share", 0.39999999990686774)
          .containsEntry("seconds", 0.4)
          .containsEntry("calls", 2)
          .containsEntry("entry_traces", 2)
          .containsEntry("entry_seconds", 1)
          .containsEntry("example_trace_ids", List.of(KEPT));
      assertThat((Double) redis.get("p95_seconds")).isBetween(0.29, 0.31);
      double sum = told.values().stream().mapToDouble(fields -> (Double) fields.get("share")).sum();
      assertThat(sum).isEqualTo(1);
    }
  }

  @Test
  void aTraceWithoutItsRootHasNone(@TempDir Path stateDir) throws IOException {
    try (DrivenPipeline pipeline = new DrivenPipeline("", stateDir)) {
      pipeline.pipe(0, span("shop", KEPT, "a2", "a1", "CLIENT", "GET", 0, 100, "UNSET"));
      pipeline.end();

      assertThat(told(pipeline)).isEmpty();
      assertThat(pipeline.driver().metrics())
          .anySatisfy(
              (name, metric) -> {
                assertThat(name.name()).isEqualTo("pathless-traces-total");
                assertThat(metric.metricValue()).isEqualTo(1.0);
              });
    }
  }

  @Test
  void whatIsBeyondTheLimitsCountsTogether(@TempDir Path stateDir) throws IOException {
    String limits = "critical_path: { max_series: 1, max_contributors: 1 }";
    try (DrivenPipeline pipeline = new DrivenPipeline(limits, stateDir)) {
      shop(pipeline, KEPT, "a", 300, "UNSET");
      pipeline.pipe(20_000, span("cart", DROPPED, "c1", "", "SERVER", "GET", 0, 100, "UNSET"));
      pipeline.end();

      String overflow = "\"otel.metric.overflow\":\"true\"";
      assertThat(told(pipeline))
          .containsOnlyKeys(
              ENTRY + "\"shop\",\"GET /\",\"SPAN_KIND_SERVER\",\"\"]",
              ENTRY + "\"\",\"\",\"SPAN_KIND_UNSPECIFIED\",\"\",{" + overflow + "}]",
              ENTRY.replace("\"shop\",\"GET /\",", "\"\",\"\",")
                  + "\"cart\",\"GET\",\"SPAN_KIND_SERVER\",\"\",{"
                  + overflow
                  + ",\"spanmill.partition\":\"0\"}]");
    }
  }

  @Test
  void whatIsSwitchedOffIsNotThere(@TempDir Path stateDir) {
    try (DrivenPipeline pipeline =
        new DrivenPipeline("critical_path: { enabled: false }", stateDir)) {
      shop(pipeline, KEPT, "a", 300, "UNSET");
      pipeline.end();

      assertThat(pipeline.driver().producedTopicNames())
          .contains("spanmill-red")
          .noneMatch(topic -> topic.contains("path"));
    }
  }

  /** A request of half a second that waits for Redis. */
  private static void shop(
      DrivenPipeline pipeline, String trace, String id, int redisMillis, String status) {
    pipeline.pipe(0, span("shop", trace, id + "1", "", "SERVER", "GET /", 0, 500, status));
    pipeline.pipe(
        0, span("shop", trace, id + "2", id + "1", "CLIENT", "GET", 50, 50 + redisMillis, "UNSET"));
  }

  private static String span(
      String service,
      String trace,
      String span,
      String parent,
      String kind,
      String name,
      int from,
      int to,
      String status) {
    return String.format(
            "{'resourceSpans':[{'resource':{'attributes':[{'key':'service.name','value':{'stringValue':'%s'}}]},"
                + "'scopeSpans':[{'spans':[{'traceId':'%s','spanId':'%s','parentSpanId':'%s','name':'%s',"
                + "'kind':'SPAN_KIND_%s','startTimeUnixNano':'%d000000','endTimeUnixNano':'%d000000',"
                + "'attributes':[{'key':'db.system','value':{'stringValue':'redis'}}],"
                + "'status':{'code':'STATUS_CODE_%s'}}]}]}]}",
            service,
            trace,
            id(span),
            parent.isEmpty() ? "" : id(parent),
            name,
            kind,
            NOON + from,
            NOON + to,
            status)
        .replace('\'', '"');
  }

  private static String id(String name) {
    return "00000000000000" + name;
  }

  /** Of each key the last record. */
  private static Map<String, Map<String, Object>> told(DrivenPipeline pipeline) throws IOException {
    pipeline.driver().advanceWallClockTime(Duration.ofSeconds(1));
    TestOutputTopic<String, byte[]> output =
        pipeline
            .driver()
            .createOutputTopic(
                "spanmill-critical-path", new StringDeserializer(), new ByteArrayDeserializer());
    Map<String, Map<String, Object>> told = new LinkedHashMap<>();
    for (TestRecord<String, byte[]> record : output.readRecordsToList()) {
      told.put(record.key(), JsonFields.of(record.value()));
    }
    return told;
  }
}
