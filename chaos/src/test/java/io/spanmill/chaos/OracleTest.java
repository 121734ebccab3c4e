package io.spanmill.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import io.opentelemetry.proto.trace.v1.Status;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class OracleTest {
  private static final String DROPPED = "00000000000000010000000000000001";
  private static final String KEPT = "0000000000000002ffb3330000000000";
  private static final String JUST_NOT = "0000000000000002ffb332ffffffffff";

  private final Oracle oracle = new Oracle();

  private static Span.Builder span(String trace, String id, String parent, SpanKind kind) {
    return Span.newBuilder()
        .setTraceId(bytes(trace))
        .setSpanId(bytes(id))
        .setParentSpanId(bytes(parent))
        .setName("op")
        .setKind(kind)
        .setStartTimeUnixNano(1_000)
        .setEndTimeUnixNano(1_100);
  }

  private static ByteString bytes(String hex) {
    return ByteString.copyFrom(HexFormat.of().parseHex(hex));
  }

  private void send(String service, Span.Builder... spans) {
    ResourceSpans.Builder resource = ResourceSpans.newBuilder();
    resource.getResourceBuilder().addAttributes(TraceMaker.text("service.name", service));
    for (Span.Builder span : spans) {
      resource.addScopeSpansBuilder().addSpans(span);
    }
    take(ExportTraceServiceRequest.newBuilder().addResourceSpans(resource).build().toByteArray());
  }

  private void take(byte[] value) {
    oracle.take(new PlannedRequest(5, 5, 0, null, value));
  }

  @Test
  void aTraceIsKeptByItsRandomnessOrItsTier() {
    send("a", span(DROPPED, "0000000000000001", "", SpanKind.SPAN_KIND_SERVER));
    send("a", span(JUST_NOT, "0000000000000001", "", SpanKind.SPAN_KIND_SERVER));
    send("a", span(KEPT, "0000000000000001", "", SpanKind.SPAN_KIND_SERVER));
    assertThat(oracle.isKept(DROPPED)).isFalse();
    assertThat(oracle.isKept(JUST_NOT)).isFalse();
    assertThat(oracle.isKept(KEPT)).isTrue();
    send(
        "a",
        span(DROPPED, "0000000000000002", "", SpanKind.SPAN_KIND_SERVER)
            .addAttributes(TraceMaker.text(TraceMaker.TIER, TraceMaker.KEPT_TIER)));
    assertThat(oracle.isKept(DROPPED)).isTrue();
  }

  @Test
  void aRepeatedSpanCountsOnce() {
    Span.Builder span = span(KEPT, "0000000000000001", "", SpanKind.SPAN_KIND_SERVER);
    send("a", span);
    send("a", span);
    assertThat(oracle.spans()).isEqualTo(1);
    assertThat(oracle.traces()).isEqualTo(Map.of(KEPT, 1));
    assertThat(oracle.red())
        .isEqualTo(Map.of("a|op|SPAN_KIND_SERVER|STATUS_CODE_UNSET", new Sums(1, 0, 100, 1)));
  }

  @Test
  void anExceptionOfARepeatedSpanCountsOnce() {
    Span.Builder span = span(KEPT, "0000000000000001", "", SpanKind.SPAN_KIND_SERVER);
    span.addEventsBuilder().setName("exception");
    send("a", span);
    send("a", span);
    assertThat(oracle.exceptions()).isEqualTo(1);
  }

  @Test
  void callsAreFoundByParentsAndPeersByAttributes() {
    Span.Builder call =
        span(KEPT, "0000000000000002", "0000000000000001", SpanKind.SPAN_KIND_CLIENT)
            .addAttributes(TraceMaker.text("peer.service", "unseen"));
    Span.Builder query =
        span(KEPT, "0000000000000003", "0000000000000001", SpanKind.SPAN_KIND_CLIENT)
            .addAttributes(TraceMaker.text("db.system", "postgresql"))
            .setStatus(Status.newBuilder().setCode(Status.StatusCode.STATUS_CODE_ERROR));
    send("a", span(KEPT, "0000000000000001", "", SpanKind.SPAN_KIND_SERVER), call, query);
    send("b", span(KEPT, "0000000000000004", "0000000000000002", SpanKind.SPAN_KIND_SERVER));
    assertThat(oracle.edges())
        .isEqualTo(
            Map.of(
                "user|a|virtual_node", new Sums(1, 0, 0, 100),
                "a|b|", new Sums(1, 0, 100, 100),
                "a|postgresql|database", new Sums(1, 1, 100, 0)));
  }

  @Test
  void whatCannotBeReadIsADeadLetter() {
    take(new byte[] {-1});
    oracle.take(new PlannedRequest(5, 5, 0, null, null));
    send("a", span("00".repeat(16), "0000000000000001", "", SpanKind.SPAN_KIND_SERVER));
    assertThat(oracle.deadLetters())
        .isEqualTo(
            Map.of(
                "malformed request",
                1L,
                "null value",
                1L,
                "refused span: trace_id is all zero",
                1L));
  }
}
