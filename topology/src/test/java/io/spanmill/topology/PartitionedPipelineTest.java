package io.spanmill.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.spanmill.split.Sources;
import io.spanmill.state.ControlRecord;
import io.spanmill.state.PolicySet;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stages where the input is partitioned by trace, wired as they run, without a broker. */
final class PartitionedPipelineTest {
  private static final long NOON = DrivenPipeline.NOON;
  private static final String TRACE = "0102030405060708f90a0b0c0d0e0f10";
  private static final String OTHER = "0102030405060708f90a0b0c0d0e0f11";
  private static final String THIRD = "0102030405060708f90a0b0c0d0e0f12";
  private static final String DIRECT = "input: {partitioned_by: trace_id}";

  private @TempDir Path stateDir;
  private final List<DrivenPipeline> pipelines = new ArrayList<>();

  private DrivenPipeline start(String yaml) {
    DrivenPipeline pipeline =
        new DrivenPipeline(yaml, stateDir.resolve(Integer.toString(pipelines.size())));
    pipelines.add(pipeline);
    return pipeline;
  }

  @AfterEach
  void stop() {
    pipelines.forEach(DrivenPipeline::close);
  }

  @Test
  void tellsTheSameAsWithTheHop() {
    List<DrivenPipeline> both = List.of(start(""), start(DIRECT));
    SplittableRandom random = new SplittableRandom(20_261_122);
    for (int i = 0; i < 150; i++) {
      String trace = TRACE.substring(0, 30) + (10 + random.nextInt(40));
      String parent = random.nextInt(4) == 0 ? "" : "a" + random.nextInt(10);
      String kind = random.nextBoolean() ? "CLIENT" : "SERVER";
      String service = random.nextBoolean() ? "checkout" : "frontend";
      String call = call(service, trace, "a" + random.nextInt(10), parent, kind);
      String request = random.nextInt(5) == 0 ? failing(call) : call;
      long at = i * 400L + random.nextInt(3_000);
      both.forEach(pipeline -> pipeline.pipe(at, request));
    }
    both.forEach(pipeline -> pipeline.pipe(0, null));
    both.forEach(DrivenPipeline::end);

    for (String topic : List.of("traces", "decisions", "red", "edges", "errors", "critical-path")) {
      List<String> hop = values(both.get(0), topic);
      assertThat(values(both.get(1), topic)).as(topic).containsExactlyInAnyOrderElementsOf(hop);
      assertThat(hop).as(topic).isNotEmpty();
    }
    assertThat(values(both.get(1), "dead-letters")).hasSize(1);
  }

  @Test
  void timeGoesOnWhileTheInputIsKnownToBeIdle() {
    DrivenPipeline pipeline = start(DIRECT);
    pipeline.pipe(0, call("checkout", TRACE, "a1", "", "SERVER"));

    pipeline.driver().advanceWallClockTime(Duration.ofMinutes(5));
    assertThat(values(pipeline, "decisions")).as("silent, but not known to be idle").isEmpty();

    pipeline.sources().become(new Sources.Idleness(1, 5_000));
    pipeline.driver().advanceWallClockTime(Duration.ofSeconds(1));
    assertThat(values(pipeline, "decisions")).isEmpty();

    pipeline.sources().become(new Sources.Idleness(1, 8_000));
    pipeline.driver().advanceWallClockTime(Duration.ofSeconds(1));
    assertThat(values(pipeline, "decisions")).hasSize(1);
    assertThat(pipeline.assemblies().all().get(0).stage()).isEqualTo(Assemblies.Stage.RESTORED);
  }

  @Test
  void aSpanThatIsNotOfItsRecordsTraceIsADeadLetter() {
    DrivenPipeline pipeline = start(DIRECT);
    String two = "[" + span(TRACE, "a1") + "," + span(OTHER, "b1") + "]";
    pipe(pipeline, TRACE, request("checkout", two));
    pipe(pipeline, "no trace's id", request("checkout", "[" + span(THIRD, "c1") + "]"));
    pipeline.end();

    assertThat(values(pipeline, "decisions"))
        .hasSize(2)
        .noneMatch(decision -> decision.contains(OTHER));
    assertThat(records(pipeline, "dead-letters"))
        .singleElement()
        .satisfies(
            letter ->
                assertThat(header(letter, "spanmill.reason"))
                    .isEqualTo(
                        "misdirected span: of trace " + OTHER + " in a record of trace " + TRACE));
    assertThat(deadLetters(pipeline, "misdirected_span")).isEqualTo(1);
  }

  @Test
  void whatCannotBeReadIsADeadLetter() {
    DrivenPipeline pipeline = start(DIRECT);
    pipeline.pipe(0, null);
    pipeline.pipe(0, "{\"resourceLogs\":[]}");
    pipeline.pipe(0, call("checkout", "00000000000000000000000000000000", "a1", "", "SERVER"));
    pipeline.pipe(0, call("checkout", TRACE, "a1", "", "SERVER"));
    pipeline.end();

    assertThat(records(pipeline, "dead-letters"))
        .extracting(letter -> header(letter, "spanmill.reason"))
        .hasSize(3)
        .contains("null value", "refused span: trace_id is all zero");
    assertThat(values(pipeline, "decisions")).hasSize(1);
  }

  @Test
  void policiesComeThroughTheTopicOfOrders() {
    DrivenPipeline pipeline = start(DIRECT);
    order(pipeline, policies("0a", "{name: everything, type: always_sample}"));
    pipeline.pipe(0, call("checkout", TRACE, "a1", "", "SERVER"));
    pipeline.pipe(7_000, call("checkout", OTHER, "b1", "", "SERVER"));
    assertThat(values(pipeline, "decisions"))
        .singleElement()
        .asString()
        .contains(TRACE, "\"policy\":\"everything\"", "\"policy_set\":\"0a\"");

    order(
        pipeline,
        policies(
            "0b", "{name: nothing, type: drop, drop: {drop_sub_policy: [{type: always_sample}]}}"));
    pipeline.pipe(14_000, call("checkout", THIRD, "c1", "", "SERVER"));
    assertThat(values(pipeline, "decisions"))
        .singleElement()
        .asString()
        .contains(OTHER, "\"policy\":\"nothing\"", "\"policy_set\":\"0b\"");
  }

  @Test
  void whatIsNoOrderIsADeadLetter() {
    DrivenPipeline pipeline = start(DIRECT);
    order(pipeline, "rubbish".getBytes(UTF_8));
    pipeline
        .driver()
        .createInputTopic("spanmill-orders", new ByteArraySerializer(), new ByteArraySerializer())
        .pipeInput("no stamp".getBytes(UTF_8), new byte[0]);
    pipeline.pipe(0, call("checkout", TRACE, "a1", "", "SERVER"));
    pipeline.end();

    assertThat(values(pipeline, "decisions")).hasSize(1);
    assertThat(records(pipeline, "dead-letters"))
        .extracting(letter -> header(letter, "spanmill.reason"))
        .hasSize(2)
        .allMatch(reason -> reason.startsWith("foreign record: "));
  }

  @Test
  void whatBudgetsAllowComesThroughTheTopicOfOrders() {
    DrivenPipeline pipeline =
        start(
            DIRECT
                + "\nsampling: {policies: [{name: some, type: rate_limiting,"
                + " rate_limiting: {spans_per_second: 10}}]}\n");
    for (int second = 0; second < 90; second++) {
      String trace = TRACE.substring(0, 30) + (10 + second);
      pipeline.pipe(second * 1_000L, call("checkout", trace, "a1", "", "SERVER"));
    }
    pipeline.end();

    assertThat(records(pipeline, "orders")).isNotEmpty();
    assertThat(values(pipeline, "decisions")).hasSize(90);
  }

  private static byte[] policies(String version, String policy) {
    String text = "{match: any, policies: [" + policy + "]}";
    return new PolicySet(version, NOON, text).toRecord().toBytes();
  }

  private static void order(DrivenPipeline pipeline, byte[] value) {
    pipeline
        .driver()
        .createInputTopic("spanmill-orders", new ByteArraySerializer(), new ByteArraySerializer())
        .pipeInput(ControlRecord.key(), value);
  }

  private static void pipe(DrivenPipeline pipeline, String key, String request) {
    pipeline
        .input()
        .pipeInput(
            new TestRecord<>(
                key.getBytes(UTF_8), request.getBytes(UTF_8), Instant.ofEpochMilli(NOON)));
  }

  private static String call(
      String service, String trace, String span, String parent, String kind) {
    String one =
        span(trace, span)
            .replace("SERVER", kind)
            .replace("\"name\"", "\"parentSpanId\":\"" + id(parent) + "\",\"name\"");
    return request(service, "[" + one + "]");
  }

  private static String request(String service, String spans) {
    return String.format(
                "{'resourceSpans':[{'resource':{'attributes':[{'key':'service.name','value':{'stringValue':'%s'}}]},"
                    + "'scopeSpans':[{'spans':",
                service)
            .replace('\'', '"')
        + spans
        + "}]}]}";
  }

  private static String span(String trace, String span) {
    return String.format(
            "{'traceId':'%s','spanId':'%s','name':'op','kind':'SPAN_KIND_SERVER',"
                + "'startTimeUnixNano':'%d000000','endTimeUnixNano':'%d000000'}",
            trace, id(span), NOON, NOON + 10)
        .replace('\'', '"');
  }

  private static String id(String name) {
    return name.isEmpty() ? "" : "00000000000000" + name;
  }

  private static String failing(String call) {
    return call.replace("\"name\"", "\"status\":{\"code\":2},\"name\"");
  }

  private static List<String> values(DrivenPipeline pipeline, String topic) {
    List<String> values = new ArrayList<>();
    records(pipeline, topic).forEach(record -> values.add(record.value()));
    return values;
  }

  private static List<TestRecord<String, String>> records(DrivenPipeline pipeline, String topic) {
    return pipeline
        .driver()
        .createOutputTopic("spanmill-" + topic, new StringDeserializer(), new StringDeserializer())
        .readRecordsToList();
  }

  private static String header(TestRecord<?, ?> record, String name) {
    return new String(record.headers().lastHeader(name).value(), UTF_8);
  }

  private static double deadLetters(DrivenPipeline pipeline, String reason) {
    return pipeline.driver().metrics().values().stream()
        .filter(metric -> metric.metricName().name().equals("dead-letters-total"))
        .filter(metric -> reason.equals(metric.metricName().tags().get("reason")))
        .mapToDouble(metric -> (double) metric.metricValue())
        .sum();
  }
}
