package io.spanmill.otlp;

import static io.spanmill.otlp.OtlpJsonTest.request;
import static io.spanmill.otlp.OtlpJsonTest.span;
import static io.spanmill.otlp.OtlpJsonTest.value;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spanmill.wire.MalformedBytesException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OtlpJsonMalformedTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"traceId\":\"abc\"",
        "\"spanId\":\"zz\"",
        "\"parentSpanId\":7",
        "\"links\":[{\"traceId\":\"x\"}]",
        "\"name\":1",
        "\"name\":{}",
        "\"kind\":\"SERVER\"",
        "\"kind\":true",
        "\"kind\":2147483648",
        "\"status\":[]",
        "\"status\":{\"code\":\"ERROR\"}",
        "\"events\":{}",
        "\"events\":[1]",
        "\"startTimeUnixNano\":-1",
        "\"startTimeUnixNano\":\"18446744073709551616\"",
        "\"startTimeUnixNano\":1.5",
        "\"startTimeUnixNano\":\"\"",
        "\"startTimeUnixNano\":\" 1\"",
        "\"startTimeUnixNano\":\"0x1\"",
        "\"startTimeUnixNano\":\"１\"",
        "\"startTimeUnixNano\":\"1e999999999\"",
        "\"startTimeUnixNano\":\"1e-999999999\"",
        "\"startTimeUnixNano\":1e99999999999",
        "\"flags\":4294967296",
        "\"droppedAttributesCount\":-1",
      })
  @Timeout(5)
  void rejectsAFieldOfAWrongType(String json) {
    assertMalformed(() -> span(json));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1",
        "[]",
        "{\"boolValue\":\"true\"}",
        "{\"boolValue\":0}",
        "{\"intValue\":9223372036854775808}",
        "{\"intValue\":\"NaN\"}",
        "{\"doubleValue\":NaN}",
        "{\"doubleValue\":1e400}",
        "{\"doubleValue\":\"1d\"}",
        "{\"doubleValue\":\"\"}",
        "{\"bytesValue\":\"a\"}",
        "{\"bytesValue\":\"a b=\"}",
        "{\"arrayValue\":[]}",
      })
  void rejectsAnAttributeValueOfAWrongType(String json) {
    assertMalformed(() -> value(json));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``                        | not a JSON object at byte 0",
        "[]                        | not a JSON object at byte 0",
        "{\"resourceLogs\":[]}     | not a trace request: no resourceSpans at byte 18",
        "{\"resource_spans\":[]}   | not a trace request: no resourceSpans at byte 20",
        "{\"resourceSpans\":{}}    | expected an array at byte 17",
        "{\"resourceSpans\":[[]]}  | expected an object at byte 18",
        "{\"resourceSpans\":[]} {} | more than one JSON object at byte 21",
        "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"spanId\":\"abc\"}]}]}]}"
            + "| id is not hexadecimal at byte 53",
      })
  void saysWhatIsWrongAndWhere(String json, String message) {
    assertThatThrownBy(() -> request(json))
        .isInstanceOf(MalformedBytesException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "{\"resourceSpans\":[",
        "{\"resourceSpans\":[]}x",
        "{\"resourceSpans\":[],}",
        "{'a':1}"
      })
  void rejectsWhatIsNotJson(String json) {
    assertThatThrownBy(() -> request(json))
        .isInstanceOf(MalformedBytesException.class)
        .hasMessageStartingWith("not JSON: ");
  }

  @Test
  void rejectsTextThatIsNotUtf8() {
    byte[] json = "{\"resourceSpans\":[],\"x\":\"ä\"}".getBytes(ISO_8859_1);
    assertMalformed(() -> OtlpJson.toProtobuf(json));
    byte[] surrogate = "{\"x\":\"\u00ed\u00a0\u0080\"}".getBytes(ISO_8859_1);
    assertMalformed(() -> OtlpJson.toProtobuf(surrogate));
  }

  @Test
  void nestsAsDeepAsProtobufAndNoDeeper() throws Exception {
    assertThat(value(nested(47))).isNotNull();
    assertMalformed(() -> value(nested(48)));
    assertMalformed(() -> value(nested(100_000)));
  }

  private static String nested(int arrays) {
    return "{\"arrayValue\":{\"values\":[".repeat(arrays) + "{}" + "]}}".repeat(arrays);
  }

  private static void assertMalformed(ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOf(MalformedBytesException.class);
  }
}
