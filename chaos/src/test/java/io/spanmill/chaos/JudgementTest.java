package io.spanmill.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.HexFormat;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One kept trace of two spans, and what may have become of it. */
final class JudgementTest {
  private static final String TRACE = "0000000000000002ffffffffffffffff";

  private final Oracle oracle = new Oracle();
  private final Outputs outputs = new Outputs();

  private static byte[] spans(int... ids) {
    ResourceSpans.Builder resource = ResourceSpans.newBuilder();
    resource.getResourceBuilder().addAttributes(TraceMaker.text("service.name", "a"));
    for (int id : ids) {
      resource
          .addScopeSpansBuilder()
          .addSpans(
              Span.newBuilder()
                  .setTraceId(ByteString.copyFrom(HexFormat.of().parseHex(TRACE)))
                  .setSpanId(ByteString.copyFrom(new byte[] {1, 1, 1, 1, 1, 1, 1, (byte) id}))
                  .setKind(Span.SpanKind.SPAN_KIND_INTERNAL)
                  .setName("op"));
    }
    return ExportTraceServiceRequest.newBuilder().addResourceSpans(resource).build().toByteArray();
  }

  private static ConsumerRecord<byte[], byte[]> record(String key, byte[] value) {
    return new ConsumerRecord<>("topic", 0, 0, key.getBytes(UTF_8), value);
  }

  private void decide(int spans, int lateSpans, int revision) {
    String json =
        String.format(
            "{\"trace_id\":\"%s\",\"revision\":%d,\"kept\":true,\"spans\":%d,\"late_spans\":%d,"
                + "\"reopened\":false}",
            TRACE, revision, spans, lateSpans);
    outputs.takeDecision(record(TRACE, json.getBytes(UTF_8)));
  }

  private void emit(int... ids) {
    outputs.takeTrace(record(TRACE, spans(ids)));
  }

  private void measure(int window, int calls) {
    String json =
        String.format(
            "{\"service\":\"a\",\"span_name\":\"op\",\"span_kind\":\"SPAN_KIND_INTERNAL\","
                + "\"status_code\":\"STATUS_CODE_UNSET\",\"calls\":%d,"
                + "\"duration_sum_seconds\":0,\"histogram\":{\"zero_count\":%d,\"counts\":[]}}",
            calls, calls);
    outputs.takeRed(record("" + window, json.getBytes(UTF_8)));
  }

  private Judgement judged() {
    return Judgement.of(oracle, outputs);
  }

  @BeforeEach
  void sendTheInput() {
    oracle.take(new PlannedRequest(0, 0, 0, null, spans(1, 2)));
  }

  private void measureRightly() {
    measure(1, 5);
    measure(1, 1);
    measure(2, 1);
  }

  @Test
  void isRightIfEverythingIsThereOnce() {
    decide(2, 0, 0);
    emit(1, 2);
    measureRightly();
    assertThat(judged()).isEqualTo(new Judgement(0, 0, 0, 0, List.of()));
  }

  @Test
  void aLateSpanIsNoSplit() {
    decide(1, 0, 0);
    emit(1);
    emit(2);
    decide(1, 1, 1);
    measureRightly();
    assertThat(judged().isRight()).isTrue();
  }

  @Test
  void aTraceWithoutADecisionIsLost() {
    emit(1, 2);
    measureRightly();
    assertThat(judged().lost()).isEqualTo(1);
  }

  @Test
  void aMissingSpanIsLostAndSplitsItsTrace() {
    decide(2, 0, 0);
    emit(1);
    measureRightly();
    assertThat(judged().lost()).isEqualTo(1);
    assertThat(judged().split()).isEqualTo(1);
    assertThat(judged().examples()).hasSize(1);
  }

  @Test
  void whatIsThereTwiceIsDoubled() {
    decide(2, 0, 0);
    decide(2, 0, 0);
    emit(1, 2);
    emit(2);
    measureRightly();
    assertThat(judged().doubled()).isEqualTo(2);
  }

  @Test
  void anExceptionThatNobodyRecordedIsAWrongCount() {
    decide(2, 0, 0);
    emit(1, 2);
    measureRightly();
    String json = "{\"count\":0,\"exceptions\":1}";
    outputs.takeError(record("1", json.getBytes(UTF_8)));
    assertThat(judged().wrongCounts()).isEqualTo(1);
  }

  @Test
  void aWrongSumIsAWrongCount() {
    decide(2, 0, 0);
    emit(1, 2);
    measure(1, 3);
    assertThat(judged().wrongCounts()).isEqualTo(1);
    assertThat(judged().isRight()).isFalse();
  }
}
