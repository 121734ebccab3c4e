package io.spanmill.otlp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.spanmill.model.Threshold;
import io.spanmill.model.Vectors;
import io.spanmill.otlp.TraceState.Defect;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TraceStateVectorTest {
  static Stream<Vectors.Row> members() {
    return Vectors.of("tracestate_parse").filter(row -> row.text("layer").equals("ot"));
  }

  static Stream<Vectors.Row> headers() {
    return Vectors.of("tracestate_parse").filter(row -> row.text("layer").equals("w3c"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("members")
  void readsTheMember(Vectors.Row row) {
    byte[] bytes = input(row);
    OtMember ot = new OtMember();
    ot.read(bytes, 0, bytes.length);

    assertFacts(row, ot.threshold(), ot.randomness(), ot.defect(), "");
    assertThat(otExtras(bytes, ot, "")).isEqualTo(row.text("extra"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("headers")
  void readsTheHeader(Vectors.Row row) {
    byte[] bytes = input(row);
    TraceState state = new TraceState();
    state.read(bytes, 0, bytes.length);

    assertFacts(row, state.threshold(), state.randomness(), state.defect(), "ot_");
    assertThat(extras(bytes, state)).isEqualTo(row.text("extra"));
  }

  private static void assertFacts(
      Vectors.Row row, long threshold, long randomness, Defect defect, String otPrefix) {
    assertThat(threshold).isEqualTo(expected(row.text("th")));
    assertThat(randomness).isEqualTo(expected(row.text("rv")));
    assertThat(defect == Defect.NONE).isEqualTo(row.text("valid").equals("1"));
    assertThat(label(defect, otPrefix)).isEqualTo(row.text("error"));
  }

  private static long expected(String digits) {
    return digits.isEmpty() ? TraceState.NONE : Threshold.parse(digits);
  }

  private static String label(Defect defect, String otPrefix) {
    if (defect == Defect.NONE) {
      return "";
    }
    return defect.name().toLowerCase(Locale.ROOT).replaceFirst("^ot_", otPrefix);
  }

  /** What survives beside threshold and randomness, as far as it can be read. */
  private static String otExtras(byte[] value, OtMember ot, String prefix) {
    if (ot.defect().name().startsWith("OT_")) {
      return "";
    }
    return Arrays.stream(text(value).split(";", -1))
        .filter(pair -> !pair.startsWith("th:") && !pair.startsWith("rv:"))
        .map(prefix::concat)
        .collect(Collectors.joining("|"));
  }

  private static String extras(byte[] header, TraceState state) {
    List<Defect> fatal = List.of(Defect.SYNTAX, Defect.SIZE, Defect.MEMBERS, Defect.DUPLICATE_KEY);
    if (fatal.contains(state.defect())) {
      return "";
    }
    return Arrays.stream(text(header).split(",", -1))
        .map(String::strip)
        .map(TraceStateVectorTest::memberExtras)
        .filter(extra -> !extra.isEmpty())
        .collect(Collectors.joining("|"));
  }

  private static String memberExtras(String member) {
    if (!member.startsWith("ot=")) {
      return member;
    }
    byte[] value = member.substring("ot=".length()).getBytes(UTF_8);
    OtMember ot = new OtMember();
    ot.read(value, 0, value.length);
    return otExtras(value, ot, "ot.");
  }

  private static String text(byte[] bytes) {
    return new String(bytes, ISO_8859_1);
  }

  private static byte[] input(Vectors.Row row) {
    return Vectors.unquoted(row.text("input_json")).getBytes(UTF_8);
  }
}
