package io.spanmill.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.TracesData;
import io.spanmill.fixture.OpenTrace;
import io.spanmill.model.Basis;
import io.spanmill.model.Threshold;
import io.spanmill.model.Vectors;
import io.spanmill.otlp.SpanView;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RandomnessVectorTest {
  static Stream<Vectors.Row> spans() {
    return Vectors.of("randomness").filter(row -> !isRefused(row));
  }

  static Stream<Vectors.Row> refused() {
    return Vectors.of("randomness").filter(RandomnessVectorTest::isRefused);
  }

  private static boolean isRefused(Vectors.Row row) {
    return row.text("source_of_r").equals("invalid_trace_id");
  }

  private static Span span(Vectors.Row row) {
    return Span.newBuilder()
        .setTraceId(ByteString.copyFrom(HexFormat.of().parseHex(row.text("trace_id"))))
        .setSpanId(ByteString.copyFromUtf8("12345678"))
        .setTraceState(Vectors.unquoted(row.text("tracestate_json")))
        .setFlags(Integer.parseUnsignedInt(row.text("flags_hex"), 16))
        .build();
  }

  private static Basis basis(Vectors.Row row, SamplingConfig.RandomnessMode mode) {
    String id = row.text("trace_id");
    long high = Long.parseUnsignedLong(id.substring(0, 16), 16);
    long low = Long.parseUnsignedLong(id.substring(16), 16);
    ScopeSpans scope = ScopeSpans.newBuilder().addSpans(span(row)).build();
    TracesData data =
        TracesData.newBuilder()
            .addResourceSpans(ResourceSpans.newBuilder().addScopeSpans(scope))
            .build();
    SamplingConfig base = SamplingConfig.of(List.of());
    SamplingConfig config =
        new SamplingConfig(
            base.version(),
            base.match(),
            base.precision(),
            base.mode(),
            mode,
            base.upstream(),
            base.policies());
    return new Sampler(config).judge(new OpenTrace(high, low, 0).add(data).view()).basis();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("spans")
  void isFoundWhereTheSpecificationHasIt(Vectors.Row row) {
    Basis basis = basis(row, SamplingConfig.RandomnessMode.PRESUME);

    assertThat(Threshold.allDigits(basis.randomness())).isEqualTo(row.text("r_hex14"));
    assertThat(basis.randomness()).isEqualTo(Long.parseLong(row.text("r_dec")));
    assertThat(basis.source().label()).isEqualTo(row.text("source_of_r"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("spans")
  void aTraceIdWithoutTheFlagIsHashedInSecretIfTheFlagIsRequired(Vectors.Row row) {
    Basis basis = basis(row, SamplingConfig.RandomnessMode.REQUIRE_FLAG);

    boolean unsaid =
        row.text("source_of_r").equals("trace_id") && row.text("random_flag").equals("0");
    assertThat(basis.source().label())
        .isEqualTo(
            unsaid
                ? Basis.Source.HIDDEN_HASH.name().toLowerCase(Locale.ROOT)
                : row.text("source_of_r"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refused")
  void aSpanWithoutRandomnessDoesNotGetAsFar(Vectors.Row row) throws Exception {
    byte[] bytes = span(row).toByteArray();
    assertThat(new SpanView().read(bytes, 0, bytes.length).flaw()).isNotNull();
  }
}
