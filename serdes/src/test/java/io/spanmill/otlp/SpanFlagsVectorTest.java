package io.spanmill.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.trace.v1.Span;
import io.spanmill.model.Vectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SpanFlagsVectorTest {
  static Stream<Vectors.Row> flags() {
    return Vectors.of("span_flags");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("flags")
  void readsTheBits(Vectors.Row row) throws Exception {
    int said = Integer.parseUnsignedInt(row.text("flags_hex"), 16);
    byte[] bytes = Span.newBuilder().setFlags(said).build().toByteArray();

    int flags = new SpanView().read(bytes, 0, bytes.length).flags();

    assertThat(flags & 0xff).isEqualTo(Integer.parseInt(row.text("trace_flags_byte"), 16));
    assertThat(bit(flags, 0)).isEqualTo(row.text("sampled"));
    assertThat(bit(flags, 1)).isEqualTo(row.text("random"));
    assertThat(bit(flags, 8)).isEqualTo(row.text("has_is_remote"));
    assertThat((flags & 0x100) == 0 ? "unknown" : bit(flags, 9)).isEqualTo(row.text("is_remote"));
  }

  private static String bit(int flags, int place) {
    return Integer.toString(flags >>> place & 1);
  }
}
