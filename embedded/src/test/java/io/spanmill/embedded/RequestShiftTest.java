package io.spanmill.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spanmill.model.TraceId;
import io.spanmill.otlp.OtlpJson;
import io.spanmill.otlp.RequestIndex;
import io.spanmill.otlp.SpanView;
import io.spanmill.wire.MalformedBytesException;
import io.spanmill.wire.ProtoWriter;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RequestShiftTest {
  private static final HexFormat HEX = HexFormat.of();
  private static final String TRACE = "0102030405060708090a0b0c0d0e0f10";
  private static final String LINKED = "1102030405060708090a0b0c0d0e0f10";
  private static final long START = 1_795_223_359_528_000_001L;
  private static final long MOVED = 60_000_000_007L;

  private final RequestShift shift = new RequestShift(MOVED, new FreshIds(7));

  @Test
  void protobufChangesInTimesAndIdsOnly() throws Exception {
    FreshIds ids = shift.ids();
    assertThat(HEX.formatHex(shift.apply(request(TRACE, LINKED, START))))
        .isEqualTo(HEX.formatHex(request(ids.renewed(TRACE), ids.renewed(LINKED), START + MOVED)));
  }

  @Test
  void jsonChangesInTimesAndIdsOnly() throws Exception {
    FreshIds ids = shift.ids();
    assertThat(new String(shift.apply(json(TRACE, LINKED, START).getBytes(UTF_8)), UTF_8))
        .isEqualTo(json(ids.renewed(TRACE), ids.renewed(LINKED), START + MOVED));
  }

  @Test
  void bothSpellingsOfTheWholeCaptureAgree() throws Exception {
    for (StoredRequest request : ShopCapture.load()) {
      byte[] shifted = RequestBytes.asProtobuf(shift.apply(request.value()));
      assertThat(shifted)
          .isEqualTo(shift.apply(RequestBytes.asProtobuf(request.value())))
          .hasSameSizeAs(RequestBytes.asProtobuf(request.value()));
    }
  }

  @Test
  void everySpanOfTheCaptureMoves() throws Exception {
    SpanView before = new SpanView();
    SpanView after = new SpanView();
    for (StoredRequest request : ShopCapture.load()) {
      byte[] original = RequestBytes.asProtobuf(request.value());
      byte[] shifted = RequestBytes.asProtobuf(shift.apply(request.value()));
      RequestIndex index = new RequestIndex().read(original);
      for (int i = 0; i < index.spans(); i++) {
        before.read(original, index.spanFrom(i), index.spanTo(i));
        after.read(shifted, index.spanFrom(i), index.spanTo(i));
        assertThat(after.startNanos()).isEqualTo(before.startNanos() + MOVED);
        assertThat(after.endNanos()).isEqualTo(before.endNanos() + MOVED);
        assertThat(hex(after)).isEqualTo(shift.ids().renewed(hex(before)));
      }
    }
  }

  @Test
  void absentTimesAndOddIdsStay() throws Exception {
    byte[] request = span(new ProtoWriter(64).writeField(1 << 3 | 2, HEX.parseHex("0102")), 0);
    assertThat(shift.apply(request)).isEqualTo(request);

    String json = "{\"resourceSpans\":[{\"traceId\":\"0102\",\"timeUnixNano\":\"0\",\"x\":1.50}]}";
    assertThat(shift.apply(json.getBytes(UTF_8))).isEqualTo(json.getBytes(UTF_8));
  }

  @Test
  void refusesWhatIsNoRequest() {
    for (String wrong : List.of("{\"a\":", "{\"timeUnixNano\":\"soon\"}", "\n\u007f")) {
      assertThatThrownBy(() -> shift.apply(wrong.getBytes(UTF_8)))
          .as(wrong)
          .isInstanceOf(MalformedBytesException.class);
    }
  }

  private static String hex(SpanView span) {
    return new TraceId(span.traceIdHigh(), span.traceIdLow()).hex();
  }

  private static byte[] request(String trace, String linked, long start) {
    ProtoWriter event = new ProtoWriter(64);
    event.writeTag(1 << 3 | 1).writeFixed64(start + 1).writeString(2 << 3 | 2, "retry");
    ProtoWriter link = new ProtoWriter(64);
    link.writeField(1 << 3 | 2, HEX.parseHex(linked)).writeField(2 << 3 | 2, new byte[8]);
    ProtoWriter span = new ProtoWriter(256);
    span.writeField(1 << 3 | 2, HEX.parseHex(trace))
        .writeField(2 << 3 | 2, HEX.parseHex("a600d1086419a810"))
        .writeString(5 << 3 | 2, "GET /cart")
        .writeField(11 << 3 | 2, event.toByteArray())
        .writeField(13 << 3 | 2, link.toByteArray())
        .writeString(99 << 3 | 2, "unknown");
    return span(span, start);
  }

  private static byte[] span(ProtoWriter span, long start) {
    span.writeTag(7 << 3 | 1).writeFixed64(start);
    span.writeTag(8 << 3 | 1).writeFixed64(start == 0 ? 0 : start + 9);
    ProtoWriter scope = new ProtoWriter(256).writeField(2 << 3 | 2, span.toByteArray());
    ProtoWriter resource = new ProtoWriter(256).writeField(2 << 3 | 2, scope.toByteArray());
    return new ProtoWriter(256).writeField(1 << 3 | 2, resource.toByteArray()).toByteArray();
  }

  private static String json(String trace, String linked, long start) {
    return """
        {"resourceSpans":[{"resource":{"attributes":[{"key":"traceId","value":{"stringValue":\
        "0102030405060708090a0b0c0d0e0f10"}}]},"scopeSpans":[{"spans":[{"traceId":"%s","spanId":\
        "a600d1086419a810","startTimeUnixNano":"%d","endTimeUnixNano":"%d","attributes":[{"key":\
        "load","value":{"doubleValue":1.50}}],"events":[{"timeUnixNano":"%d"}],"links":[{"traceId":\
        "%s"}],"unknown":[null,true,-1]}]}]}]}"""
        .formatted(trace, start, start + 9, start + 1, linked);
  }

  @Test
  void theJsonOfThisTestIsUnderstood() throws Exception {
    byte[] protobuf = OtlpJson.toProtobuf(json(TRACE, LINKED, START).getBytes(UTF_8));
    assertThat(new RequestIndex().read(protobuf).spans()).isEqualTo(1);
  }
}
