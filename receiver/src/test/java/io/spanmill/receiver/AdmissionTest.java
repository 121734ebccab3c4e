package io.spanmill.receiver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.spanmill.model.TraceId;
import io.spanmill.otlp.Signal;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AdmissionTest {
  private static final int LARGE = 1_000_000;

  private static Admitted admit(int recordBytes, boolean byTrace, byte[] request)
      throws RefusedException {
    return admit(recordBytes, byTrace ? Division.BY_TRACE : Division.NONE, request);
  }

  private static Admitted admit(int recordBytes, Division division, byte[] request)
      throws RefusedException {
    return new Admission(recordBytes, division).admit(Signal.TRACES, Encoding.PROTOBUF, request);
  }

  /** A request with several resources and scopes, and spans of few traces in any order. */
  private static ExportTraceServiceRequest mixed(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    ExportTraceServiceRequest.Builder request = ExportTraceServiceRequest.newBuilder();
    for (int r = 0; r < 3; r++) {
      ResourceSpans.Builder resource =
          request.addResourceSpansBuilder().setResource(Requests.resource("service-" + r));
      for (int s = 0; s < 2; s++) {
        ScopeSpans.Builder scope = resource.addScopeSpansBuilder().setSchemaUrl("urn:" + s);
        for (int i = random.nextInt(6); i > 0; i--) {
          scope.addSpans(Requests.span(random.nextInt(1, 5), random.nextLong(1, Long.MAX_VALUE)));
        }
      }
    }
    return request.build();
  }

  /** Each span with its service and scope. */
  private static List<String> spans(byte[] request) throws InvalidProtocolBufferException {
    List<String> spans = new ArrayList<>();
    for (ResourceSpans resource :
        ExportTraceServiceRequest.parseFrom(request).getResourceSpansList()) {
      for (ScopeSpans scope : resource.getScopeSpansList()) {
        for (Span span : scope.getSpansList()) {
          spans.add(resource.getResource() + scope.getSchemaUrl() + span);
        }
      }
    }
    return spans;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void byTraceEachTraceIsAPieceAndNoSpanIsLost(long seed) throws Exception {
    byte[] request = mixed(seed).toByteArray();

    List<Piece> pieces = admit(LARGE, true, request).pieces();

    List<String> all = new ArrayList<>();
    TreeSet<String> keys = new TreeSet<>();
    for (Piece piece : pieces) {
      String key = new String(piece.key(), UTF_8);
      assertThat(keys.add(key)).isTrue();
      for (String span : spans(piece.value())) {
        assertThat(span).contains("trace_id");
        all.add(span);
      }
      for (ResourceSpans resource :
          ExportTraceServiceRequest.parseFrom(piece.value()).getResourceSpansList()) {
        resource.getScopeSpansList().stream()
            .flatMap(scope -> scope.getSpansList().stream())
            .forEach(
                span ->
                    assertThat(HexFormat.of().formatHex(span.getTraceId().toByteArray()))
                        .isEqualTo(key));
      }
    }
    assertThat(all).as("seed " + seed).containsExactlyInAnyOrderElementsOf(spans(request));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void byPartitionEachPieceHasTheTracesThatBelongThere(long seed) throws Exception {
    byte[] request = mixed(seed).toByteArray();

    List<Piece> pieces = admit(LARGE, Division.into(3), request).pieces();

    List<String> all = new ArrayList<>();
    assertThat(pieces).extracting(Piece::partition).doesNotHaveDuplicates();
    for (Piece piece : pieces) {
      assertThat(piece.key()).isNull();
      all.addAll(spans(piece.value()));
      ExportTraceServiceRequest.parseFrom(piece.value()).getResourceSpansList().stream()
          .flatMap(resource -> resource.getScopeSpansList().stream())
          .flatMap(scope -> scope.getSpansList().stream())
          .map(span -> span.getTraceId().asReadOnlyByteBuffer())
          .forEach(
              id ->
                  assertThat(TraceId.partition(id.getLong(), id.getLong(), 3))
                      .isEqualTo(piece.partition()));
    }
    assertThat(all).as("seed " + seed).containsExactlyInAnyOrderElementsOf(spans(request));
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 300, 500, 900})
  void whatIsTooLargeForARecordIsCutBetweenSpans(int recordBytes) throws Exception {
    byte[] request = mixed(7).toByteArray();

    Admitted admitted = admit(recordBytes, false, request);

    List<String> all = new ArrayList<>();
    for (Piece piece : admitted.pieces()) {
      assertThat(piece.value().length).isLessThanOrEqualTo(recordBytes);
      assertThat(piece.key()).isNull();
      all.addAll(spans(piece.value()));
    }
    assertThat(admitted.rejected()).isZero();
    assertThat(all).containsExactlyElementsOf(spans(request));
  }

  @Test
  void anItemThatFitsIntoNoRecordIsRejectedAlone() throws Exception {
    ExportLogsServiceRequest.Builder request = ExportLogsServiceRequest.newBuilder();
    var scope = request.addResourceLogsBuilder().addScopeLogsBuilder();
    scope.addLogRecordsBuilder().setSeverityText("a");
    scope.addLogRecordsBuilder().setSeverityText("x".repeat(1_000));
    scope.addLogRecordsBuilder().setSeverityText("b");

    Admitted admitted =
        new Admission(500, Division.NONE)
            .admit(Signal.LOGS, Encoding.PROTOBUF, request.build().toByteArray());

    assertThat(admitted.rejected()).isEqualTo(1);
    assertThat(admitted.reason()).startsWith("rejected log record 2: 1035 bytes do not fit");
    scope.removeLogRecords(1);
    assertThat(admitted.pieces())
        .extracting(Piece::value)
        .containsExactly(request.build().toByteArray());
  }

  @Test
  void jsonBecomesProtobufWhereItIsWrittenAnew() throws Exception {
    String json =
        """
        {"resourceSpans":[{"scopeSpans":[{"spans":[
          {"traceId":"00000000000000000000000000000001","spanId":"0000000000000001","name":"a"},
          {"traceId":"00000000000000000000000000000002","spanId":"0000000000000002","name":"b"}
        ]}]}]}""";

    Admitted whole =
        new Admission(LARGE, Division.NONE)
            .admit(Signal.TRACES, Encoding.JSON, json.getBytes(UTF_8));
    Admitted divided =
        new Admission(LARGE, Division.BY_TRACE)
            .admit(Signal.TRACES, Encoding.JSON, json.getBytes(UTF_8));

    assertThat(whole.pieces())
        .extracting(piece -> new String(piece.value(), UTF_8))
        .containsExactly(json);
    assertThat(divided.pieces()).hasSize(2);
    assertThat(spans(divided.pieces().get(0).value())).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(Signal.class)
  void anotherSignalsJsonIsRefused(Signal signal) {
    byte[] other = "{\"resourceProfiles\":[{}]}".getBytes(UTF_8);

    assertThatThrownBy(
            () -> new Admission(LARGE, Division.NONE).admit(signal, Encoding.JSON, other))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("no " + signal.resources());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{",
        "{}{}",
        "{\"resourceLogs\":{}}",
        "{\"resourceLogs\":[1]}",
        "{\"resourceLogs\":[{}]",
        "nul",
        "{\"resourceLogs\":[{\"a\":]}]}"
      })
  void whatIsNoRequestInJsonIsRefused(String json) {
    assertThatThrownBy(
            () ->
                new Admission(LARGE, Division.NONE)
                    .admit(Signal.LOGS, Encoding.JSON, json.getBytes(UTF_8)))
        .isInstanceOf(RefusedException.class)
        .extracting(refused -> ((RefusedException) refused).refusal())
        .isEqualTo(Refusal.MALFORMED);
  }

  @ParameterizedTest
  @EnumSource(Signal.class)
  void whateverBytesComeNothingElseIsThrown(Signal signal) {
    SplittableRandom random = new SplittableRandom(11);
    byte[] sound = signal == Signal.TRACES ? mixed(1).toByteArray() : Requests.metrics();
    for (int round = 0; round < 3_000; round++) {
      byte[] bytes = sound.clone();
      for (int i = random.nextInt(1, 4); i > 0; i--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      for (Encoding encoding : Encoding.values()) {
        try {
          new Admission(300, Division.BY_TRACE).admit(signal, encoding, bytes);
        } catch (RefusedException refused) {
          assertThat(refused.reason()).isNotEmpty();
        }
      }
    }
  }
}
