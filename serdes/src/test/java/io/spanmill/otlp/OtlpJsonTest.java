package io.spanmill.otlp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.common.v1.KeyValueList;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import io.opentelemetry.proto.trace.v1.TracesData;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class OtlpJsonTest {
  @Test
  void spellsTheSameBytesAsAnyoneElse() throws Exception {
    String json =
        """
        {"resourceSpans":[{"resource":{},"scopeSpans":[{"spans":[
          {"spanId":"00000000000000FF","kind":2,"flags":257}]}]}]}""";
    assertThat(OtlpJson.toProtobuf(json.getBytes(UTF_8)))
        .isEqualTo(
            HexFormat.ofDelimiter(" ")
                .parseHex(
                    "0a 18 0a 00 12 14 12 12"
                        + " 12 08 00 00 00 00 00 00 00 ff 30 02 85 01 01 01 00 00"));
  }

  static Stream<Arguments> spans() {
    return Stream.of(
        Arguments.of("\"traceId\":\"5B8EFFF798038103d269b633813fc60c\"", ids().build()),
        Arguments.of("\"traceId\":\"\",\"parentSpanId\":\"\"", Span.newBuilder().build()),
        Arguments.of("\"spanId\":\"ab\"", Span.newBuilder().setSpanId(bytes(0xab)).build()),
        Arguments.of("\"name\":\"\\u00e4\\ud83d\\ude00\"", named("ä\ud83d\ude00")),
        Arguments.of("\"name\":\"a\\ud83d\"", named("a\ufffd")),
        Arguments.of("\"name\":\"\\ude00\\ud83d\\ude00\"", named("\ufffd\ud83d\ude00")),
        Arguments.of("\"name\":null,\"events\":null", Span.newBuilder().build()),
        Arguments.of("\"name\":\"a\",\"name\":\"b\"", named("b")),
        Arguments.of("\"name\":\"a\",\"name\":\"\"", named("")),
        Arguments.of("\"kind\":3,\"kind\":0", kind(0)),
        Arguments.of("\"startTimeUnixNano\":1,\"startTimeUnixNano\":\"0\"", start(0)),
        Arguments.of("\"flags\":1,\"flags\":0", Span.newBuilder().build()),
        Arguments.of(
            "\"status\":{\"code\":2},\"status\":{\"code\":0}",
            Span.newBuilder().setStatus(Status.getDefaultInstance()).build()),
        Arguments.of("\"span_id\":\"zz\",\"x\":[{\"y\":[]}]", Span.newBuilder().build()),
        Arguments.of("\"kind\":\"SPAN_KIND_SERVER\"", kind(2)),
        Arguments.of("\"kind\":\"3\"", kind(3)),
        Arguments.of("\"kind\":77", kind(77)),
        Arguments.of("\"kind\":-1", kind(-1)),
        Arguments.of("\"startTimeUnixNano\":\"1544712660000000001\"", start(1544712660000000001L)),
        Arguments.of("\"startTimeUnixNano\":1544712660000000001", start(1544712660000000001L)),
        Arguments.of("\"startTimeUnixNano\":\"18446744073709551615\"", start(-1)),
        Arguments.of("\"startTimeUnixNano\":1.5447e18", start(1544700000000000000L)),
        Arguments.of("\"flags\":4294967295", Span.newBuilder().setFlags(-1).build()),
        Arguments.of(
            "\"status\":{\"code\":\"STATUS_CODE_ERROR\",\"message\":\"no\"}",
            Span.newBuilder()
                .setStatus(Status.newBuilder().setCodeValue(2).setMessage("no"))
                .build()),
        Arguments.of(
            "\"links\":[{\"traceId\":\"0A\",\"spanId\":\"0b\",\"traceState\":\"a=b\",\"flags\":1}]",
            Span.newBuilder()
                .addLinks(
                    Span.Link.newBuilder()
                        .setTraceId(bytes(10))
                        .setSpanId(bytes(11))
                        .setTraceState("a=b")
                        .setFlags(1))
                .build()),
        Arguments.of(
            "\"events\":[{\"timeUnixNano\":5,\"name\":\"e\",\"droppedAttributesCount\":\"6\"}]",
            Span.newBuilder()
                .addEvents(
                    Span.Event.newBuilder()
                        .setTimeUnixNano(5)
                        .setName("e")
                        .setDroppedAttributesCount(6))
                .build()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("spans")
  void readsASpan(String json, Span expected) throws Exception {
    assertThat(span(json)).isEqualTo(expected);
  }

  static Stream<Arguments> values() {
    AnyValue one = AnyValue.newBuilder().setIntValue(1).build();
    AnyValue.Builder value = AnyValue.newBuilder();
    return Stream.of(
        Arguments.of("{}", value.clear().build()),
        Arguments.of("{\"stringValue\":null}", value.clear().build()),
        Arguments.of("{\"stringValueStrindex\":3}", value.clear().build()),
        Arguments.of("{\"stringValue\":\"\"}", value.setStringValue("").build()),
        Arguments.of("{\"boolValue\":false}", value.setBoolValue(false).build()),
        Arguments.of("{\"boolValue\":true}", value.setBoolValue(true).build()),
        Arguments.of("{\"intValue\":0}", value.setIntValue(0).build()),
        Arguments.of("{\"intValue\":\"-9223372036854775808\"}", intValue(Long.MIN_VALUE)),
        Arguments.of("{\"intValue\":9223372036854775807}", intValue(Long.MAX_VALUE)),
        Arguments.of("{\"intValue\":-1.0}", intValue(-1)),
        Arguments.of("{\"doubleValue\":0}", value.setDoubleValue(0).build()),
        Arguments.of("{\"doubleValue\":\"-0.0\"}", value.setDoubleValue(-0.0).build()),
        Arguments.of("{\"doubleValue\":1e-3}", value.setDoubleValue(0.001).build()),
        Arguments.of("{\"doubleValue\":\"NaN\"}", value.setDoubleValue(Double.NaN).build()),
        Arguments.of("{\"doubleValue\":\"-Infinity\"}", infinite()),
        Arguments.of("{\"bytesValue\":\"\"}", value.setBytesValue(ByteString.EMPTY).build()),
        Arguments.of("{\"bytesValue\":\"+/8=\"}", bytesValue()),
        Arguments.of("{\"bytesValue\":\"-_8\"}", bytesValue()),
        Arguments.of("{\"arrayValue\":{}}", array()),
        Arguments.of("{\"arrayValue\":{\"values\":[{\"intValue\":1},{}]}}", array(one, empty())),
        Arguments.of("{\"arrayValue\":{\"values\":[null,{\"intValue\":1}]}}", array(empty(), one)),
        Arguments.of(
            "{\"kvlistValue\":{\"values\":[{\"key\":\"k\",\"value\":{\"intValue\":\"1\"}}]}}",
            value
                .setKvlistValue(
                    KeyValueList.newBuilder()
                        .addValues(KeyValue.newBuilder().setKey("k").setValue(one)))
                .build()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("values")
  void readsAnAttributeValue(String json, AnyValue expected) throws Exception {
    assertThat(value(json)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{}", " \r\n\t{ } ", "{\"resourceSpans\":[]}", "{\"resourceSpans\":null,\"x\":1}"})
  void aRequestWithoutSpansIsEmpty(String json) throws Exception {
    assertThat(OtlpJson.toProtobuf(json.getBytes(UTF_8))).isEmpty();
  }

  @Test
  void recognizesJsonByItsFirstBrace() {
    assertThat(OtlpJson.looksLikeJson(" \t\r\n{".getBytes(UTF_8))).isTrue();
    assertThat(OtlpJson.looksLikeJson("[{".getBytes(UTF_8))).isFalse();
    assertThat(OtlpJson.looksLikeJson(new byte[] {10, 5, 18, 3})).isFalse();
    assertThat(OtlpJson.looksLikeJson(new byte[0])).isFalse();
    assertThat(OtlpJson.looksLikeJson(" ".getBytes(UTF_8))).isFalse();
  }

  static TracesData request(String json) throws Exception {
    return TracesData.parseFrom(OtlpJson.toProtobuf(json.getBytes(UTF_8)));
  }

  static Span span(String fields) throws Exception {
    return request("{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{" + fields + "}]}]}]}")
        .getResourceSpans(0)
        .getScopeSpans(0)
        .getSpans(0);
  }

  static AnyValue value(String json) throws Exception {
    return span("\"attributes\":[{\"key\":\"k\",\"value\":" + json + "}]")
        .getAttributes(0)
        .getValue();
  }

  private static Span.Builder ids() {
    return Span.newBuilder()
        .setTraceId(
            ByteString.copyFrom(HexFormat.of().parseHex("5b8efff798038103d269b633813fc60c")));
  }

  private static ByteString bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return ByteString.copyFrom(bytes);
  }

  private static Span named(String name) {
    return Span.newBuilder().setName(name).build();
  }

  private static Span kind(int number) {
    return Span.newBuilder().setKindValue(number).build();
  }

  private static Span start(long nanos) {
    return Span.newBuilder().setStartTimeUnixNano(nanos).build();
  }

  private static AnyValue empty() {
    return AnyValue.getDefaultInstance();
  }

  private static AnyValue intValue(long value) {
    return AnyValue.newBuilder().setIntValue(value).build();
  }

  private static AnyValue infinite() {
    return AnyValue.newBuilder().setDoubleValue(Double.NEGATIVE_INFINITY).build();
  }

  private static AnyValue bytesValue() {
    return AnyValue.newBuilder().setBytesValue(bytes(0xfb, 0xff)).build();
  }

  private static AnyValue array(AnyValue... values) {
    return AnyValue.newBuilder()
        .setArrayValue(ArrayValue.newBuilder().addAllValues(List.of(values)))
        .build();
  }
}
