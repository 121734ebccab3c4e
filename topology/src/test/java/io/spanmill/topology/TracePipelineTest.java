package io.spanmill.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.spanmill.split.Sources;
import io.spanmill.state.ControlRecord;
import io.spanmill.state.PolicySet;
import io.spanmill.state.SpansGeneration;
import io.spanmill.state.Stamp;
import io.spanmill.state.SumKind;
import io.spanmill.topology.config.ConfigReader;
import io.spanmill.topology.config.PipelineConfig;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.assertj.core.api.AbstractStringAssert;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.InstanceOfAssertFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stages, wired as they run, without a broker. */
final class TracePipelineTest {
  private static final long NOON = DrivenPipeline.NOON;
  private static final String TRACE = "0102030405060708f90a0b0c0d0e0f10";
  private static final String OTHER = "0102030405060708f90a0b0c0d0e0f11";

  private @TempDir Path stateDir;
  private DrivenPipeline pipeline;
  private TopologyTestDriver driver;
  private OneSource sources;

  private void start() {
    pipeline = new DrivenPipeline("", stateDir);
    driver = pipeline.driver();
    sources = pipeline.sources();
  }

  @AfterEach
  void stop() {
    if (pipeline != null) {
      pipeline.close();
    }
  }

  @Test
  void isDescribedByTheCommittedText() throws IOException {
    PipelineConfig config = new ConfigReader(Map.of(), "host", Long.MAX_VALUE).defaults().config();
    Surroundings outside =
        Surroundings.unwatched(SpansGeneration.first(8), new OneSource(), Duration.ZERO, () -> 0);

    String described = new TracePipeline(config, outside).build().describe().toString();

    assertThat(described).isEqualTo(resource("topology.txt"));
  }

  @Test
  void aCompleteTraceIsDecidedMeasuredAndLinked() {
    start();
    pipe(0, call("frontend", TRACE, "a1", "", "CLIENT"));
    pipe(100, call("checkout", TRACE, "a2", "a1", "SERVER"));

    pipe(7_000, call("frontend", OTHER, "b1", "", "INTERNAL"));
    driver.advanceWallClockTime(Duration.ofSeconds(1));

    assertThat(values("spanmill-decisions"))
        .singleElement(STRING)
        .contains("\"closed_by\":\"complete\"", "\"spans\":2", "\"services\":2")
        .contains("\"root_service\":\"frontend\"");
    assertThat(values("spanmill-red")).hasSize(2).allMatch(red -> red.contains("\"calls\":1"));
    assertThat(values("spanmill-edges"))
        .singleElement(STRING)
        .contains("\"client\":\"frontend\"", "\"server\":\"checkout\"", "\"calls\":1");
  }

  @Test
  void aKeptTraceLeavesWithItsThresholdOnEverySpan() {
    start();
    pipe(0, failing(call("checkout", TRACE, "a1", "", "SERVER")));

    end();

    List<TestRecord<String, String>> traces = records("spanmill-traces");
    assertThat(traces).hasSize(1);
    assertThat(traces.get(0).key()).isEqualTo(TRACE);
    assertThat(traces.get(0).value()).contains("ot=th:0");
    assertThat(values("spanmill-decisions"))
        .singleElement(STRING)
        .contains("\"closed_by\":\"end_of_input\"", "\"policy\":\"errors\"", "\"kept\":true");
    assertThat(values("spanmill-red")).singleElement(STRING).contains("[\"" + TRACE + "\"]");
  }

  @Test
  void anErrorIsOneOfItsGroupWithEntryAndOrigin() {
    start();
    pipe(0, failing(call("frontend", TRACE, "a1", "", "CLIENT")));
    pipe(100, failing(call("checkout", TRACE, "a2", "a1", "SERVER")));
    pipe(200, call("checkout", OTHER, "b1", "", "SERVER"));
    end();

    assertThat(values("spanmill-errors"))
        .singleElement(STRING)
        .contains("\"count\":1", "\"exceptions\":0", "\"new\":true", "\"type\":\"ERROR\"")
        .contains("\"entry\":{\"service\":\"frontend\"", "\"origin\":\"checkout\"")
        .contains("\"callers\":[\"frontend\"]", "\"example_trace_ids\":[\"" + TRACE + "\"]");
  }

  @Test
  void withoutErrorGroupsNothingOfThemIsThere() {
    PipelineConfig config =
        new ConfigReader(Map.of("SPANMILL_ERRORS_ENABLED", "false"), "host", Long.MAX_VALUE)
            .defaults()
            .config();
    Surroundings outside =
        Surroundings.unwatched(SpansGeneration.first(8), new OneSource(), Duration.ZERO, () -> 0);

    assertThat(new TracePipeline(config, outside).build().describe().toString())
        .doesNotContain("error");
    assertThat(new TopicPlan(config).all()).noneMatch(topic -> topic.name().contains("error"));
    assertThat(new TopicPlan(config).sharing().keySet()).noneMatch(name -> name.contains("error"));
  }

  private static byte[] broken(SumKind kind) {
    String sum = "0c" + "0000019a2b3c4d5e" + "02020161" + "7f01";
    return HexFormat.of().parseHex("020" + kind.ordinal() + sum);
  }

  @Test
  void timeGoesOnWhileTheInputIsKnownToBeIdle() {
    start();
    pipe(0, call("checkout", TRACE, "a1", "", "SERVER"));

    driver.advanceWallClockTime(Duration.ofMinutes(5));
    assertThat(values("spanmill-decisions")).as("silent, but not known to be idle").isEmpty();

    sources.become(new Sources.Idleness(1, 7_000));
    driver.advanceWallClockTime(Duration.ofSeconds(1));
    assertThat(values("spanmill-decisions")).hasSize(1);
  }

  @Test
  void aCalleeThatComesLateTakesTheVirtualEdgeBack() {
    start();
    pipe(0, dialling("frontend", TRACE, "a1", "payments.example"));
    pipe(7_000, call("frontend", OTHER, "b1", "", "INTERNAL"));
    driver.advanceWallClockTime(Duration.ofSeconds(1));
    assertThat(values("spanmill-edges")).singleElement(STRING).contains("payments.example");

    pipe(7_100, call("payments", TRACE, "a2", "a1", "SERVER"));
    driver.advanceWallClockTime(Duration.ofSeconds(1));

    List<TestRecord<String, String>> edges = records("spanmill-edges");
    assertThat(edges).hasSize(2);
    assertThat(edges)
        .anyMatch(edge -> edge.key().contains("payments.example") && edge.value() == null)
        .anyMatch(edge -> edge.key().contains("\"payments\"") && edge.value() != null);
    assertThat(values("spanmill-decisions")).hasSize(1);
  }

  @Test
  void whatCannotBeReadIsADeadLetterWithItsReasonAndOrigin() {
    start();
    pipeline.input().pipeInput(new TestRecord<>(null, null, Instant.ofEpochMilli(NOON)));
    pipe(0, "{\"resourceLogs\":[]}");
    pipe(0, call("checkout", "00000000000000000000000000000000", "a1", "", "SERVER"));

    List<TestRecord<String, String>> letters = records("spanmill-dead-letters");
    assertThat(letters).hasSize(3);
    assertThat(header(letters.get(0), "spanmill.reason")).isEqualTo("null value");
    assertThat(header(letters.get(1), "spanmill.reason")).startsWith("malformed request: ");
    assertThat(letters.get(1).value()).isEqualTo("{\"resourceLogs\":[]}");
    assertThat(header(letters.get(2), "spanmill.reason"))
        .isEqualTo("refused span: trace_id is all zero");
    assertThat(header(letters.get(2), "spanmill.origin.topic")).isEqualTo("otlp_spans");
    assertThat(header(letters.get(2), "spanmill.origin.offset")).isEqualTo("2");
    assertThat(header(letters.get(2), "spanmill.truncated")).isEqualTo("false");
  }

  @Test
  void policiesChangeAtTheirOffset() {
    start();
    String third = "0102030405060708f90a0b0c0d0e0f12";
    pipe(0, call("checkout", TRACE, "a1", "", "SERVER"));
    pipe(7_000, call("checkout", OTHER, "b1", "", "SERVER"));
    assertThat(values("spanmill-decisions"))
        .singleElement(STRING)
        .contains(TRACE, "\"kept\":false");

    control(policies("0a", "{name: everything, type: always_sample}").toRecord().toBytes());
    pipe(14_000, call("checkout", third, "c1", "", "SERVER"));
    assertThat(values("spanmill-decisions"))
        .singleElement(STRING)
        .contains(OTHER, "\"policy\":\"everything\"", "\"policy_set\":\"0a\"");

    String nothing =
        "{name: nothing, type: drop, drop: {drop_sub_policy: [{type: always_sample}]}}";
    control(policies("0b", nothing).toRecord().toBytes());
    control(policies("0c", "{name: later, type: of_another_release}").toRecord().toBytes());
    pipe(14_100, call("checkout", TRACE, "a2", "a1", "INTERNAL"));
    pipe(14_200, call("checkout", OTHER, "b2", "b1", "INTERNAL"));
    pipe(21_000, call("checkout", TRACE.replace('1', '3'), "d1", "", "SERVER"));
    assertThat(values("spanmill-decisions"))
        .as("what cannot be read leaves what was before it")
        .singleElement(STRING)
        .contains(third, "\"policy\":\"nothing\"", "\"policy_set\":\"0b\"");
    assertThat(records("spanmill-traces"))
        .extracting(TestRecord::key)
        .as("a late span follows the decision that was taken")
        .containsExactly(OTHER, OTHER);
    assertThat(values("spanmill-dead-letters")).isEmpty();
  }

  @Test
  void whatIsNoControlRecordIsADeadLetter() {
    start();
    control("rubbish".getBytes(UTF_8));
    pipe(0, call("checkout", TRACE, "a1", "", "SERVER"));
    end();

    assertThat(values("spanmill-decisions")).hasSize(1);
    assertThat(records("spanmill-dead-letters"))
        .singleElement()
        .satisfies(
            letter ->
                assertThat(header(letter, "spanmill.reason"))
                    .isEqualTo("foreign record: not a control record: stored version 114, not 1"));
  }

  @Test
  void aBatchOfSumsThatCannotBeReadIsADeadLetterAsAWhole() {
    start();
    pipe(0, call("checkout", TRACE, "a1", "", "SERVER"));
    byte[] stamp = new Stamp(Stamp.Kind.DATA, "spanmill-spans", 0, 1, NOON, NOON).toBytes();
    for (SumKind kind : SumKind.values()) {
      if (kind != SumKind.INDICATORS) {
        foreign(kind == SumKind.DEMAND ? "spanmill-demand" : "spanmill-sums", stamp, broken(kind));
      }
    }
    for (String topic : List.of("spanmill-sums", "spanmill-demand")) {
      foreign(topic, stamp, "rubbish".getBytes(UTF_8));
      foreign(topic, "no stamp".getBytes(UTF_8), new byte[0]);
      foreign(topic, null, null);
    }
    end();

    assertThat(values("spanmill-red")).singleElement(STRING).contains("\"calls\":1");
    assertThat(records("spanmill-dead-letters"))
        .hasSize(5 + 2 * 3)
        .allSatisfy(
            letter -> assertThat(header(letter, "spanmill.reason")).startsWith("foreign record: "));
  }

  private void foreign(String topic, byte @Nullable [] key, byte @Nullable [] value) {
    driver
        .createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer())
        .pipeInput(key, value);
  }

  private static PolicySet policies(String version, String policy) {
    return new PolicySet(version, NOON, "{match: any, policies: [" + policy + "]}");
  }

  private void control(byte[] value) {
    driver
        .createInputTopic("spanmill-spans", new ByteArraySerializer(), new ByteArraySerializer())
        .pipeInput(ControlRecord.key(), value);
  }

  @Test
  void anAbsurdTimestampDoesNotMoveTime() {
    start();
    pipe(0, call("frontend", TRACE, "a1", "", "CLIENT"));
    long in2106 = Instant.parse("2106-01-01T00:00:00Z").toEpochMilli();

    pipe(in2106 - NOON, call("frontend", OTHER, "b1", "", "INTERNAL"));

    assertThat(values("spanmill-decisions")).isEmpty();
  }

  private static final InstanceOfAssertFactory<String, AbstractStringAssert<?>> STRING =
      InstanceOfAssertFactories.STRING;

  private void pipe(long sinceNoon, String request) {
    pipeline.pipe(sinceNoon, request);
  }

  private void end() {
    pipeline.end();
  }

  private static String call(
      String service, String trace, String span, String parent, String kind) {
    return String.format(
            "{'resourceSpans':[{'resource':{'attributes':[{'key':'service.name','value':{'stringValue':'%s'}}]},"
                + "'scopeSpans':[{'spans':[{'traceId':'%s','spanId':'%s','parentSpanId':'%s','name':'op',"
                + "'kind':'SPAN_KIND_%s','startTimeUnixNano':'%d000000','endTimeUnixNano':'%d000000'}]}]}]}",
            service, trace, id(span), parent.isEmpty() ? "" : id(parent), kind, NOON, NOON + 10)
        .replace('\'', '"');
  }

  private static String failing(String call) {
    return call.replace("\"name\"", "\"status\":{\"code\":2},\"name\"");
  }

  private static String dialling(String service, String trace, String span, String address) {
    String attribute =
        "\"attributes\":[{\"key\":\"server.address\",\"value\":{\"stringValue\":\""
            + address
            + "\"}}],";
    return call(service, trace, span, "", "CLIENT").replace("\"name\"", attribute + "\"name\"");
  }

  private static String id(String name) {
    return "00000000000000" + name;
  }

  private List<String> values(String topic) {
    List<String> values = new ArrayList<>();
    records(topic).forEach(record -> values.add(record.value()));
    return values;
  }

  private List<TestRecord<String, String>> records(String topic) {
    TestOutputTopic<String, String> output =
        driver.createOutputTopic(topic, new StringDeserializer(), new StringDeserializer());
    return output.readRecordsToList();
  }

  private static String header(TestRecord<?, ?> record, String name) {
    return new String(record.headers().lastHeader(name).value(), UTF_8);
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = TracePipelineTest.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }
}
