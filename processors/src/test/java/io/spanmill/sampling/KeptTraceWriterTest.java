package io.spanmill.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.TracesData;
import io.spanmill.fixture.OpenTrace;
import io.spanmill.fixture.Shop;
import io.spanmill.fixture.TestSpan;
import io.spanmill.model.Basis;
import io.spanmill.model.SpanKind;
import io.spanmill.model.Threshold;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class KeptTraceWriterTest {
  private static final long TEN_PERCENT = Threshold.parse("e666");

  private static List<TracesData> write(OpenTrace trace, long threshold, int recordBytes) {
    List<TracesData> written = new ArrayList<>();
    new KeptTraceWriter(recordBytes, recordBytes)
        .write(trace.view(), threshold, Basis.ofTraceId(9), bytes -> written.add(parse(bytes)));
    return written;
  }

  private static TracesData parse(byte[] bytes) {
    try {
      return TracesData.parseFrom(bytes);
    } catch (InvalidProtocolBufferException malformed) {
      throw new AssertionError(malformed);
    }
  }

  private static List<Span> spans(List<TracesData> records) {
    return records.stream()
        .flatMap(record -> record.getResourceSpansList().stream())
        .flatMap(resource -> resource.getScopeSpansList().stream())
        .flatMap(scope -> scope.getSpansList().stream())
        .toList();
  }

  /** The trace's low 56 bits are all ones: whatever its thresholds, they are no contradiction. */
  private static String stateAfter(String state, long threshold) {
    TestSpan span = TestSpan.of(1, 0, "a", SpanKind.SERVER).with(state, Map.of()).inTrace(1, -1);
    return spans(write(new OpenTrace(1, -1, 0).add(List.of(span)), threshold, 1 << 20))
        .get(0)
        .getTraceState();
  }

  @Test
  void aSpanWithoutThresholdGetsTheTraces() {
    assertThat(stateAfter("", TEN_PERCENT)).isEqualTo("ot=th:e666");
    assertThat(stateAfter("", Threshold.ALWAYS)).isEqualTo("ot=th:0");
    assertThat(stateAfter("a=b,c=d", TEN_PERCENT)).isEqualTo("ot=th:e666,a=b,c=d");
  }

  @Test
  void theHigherThresholdStands() {
    assertThat(stateAfter("ot=th:8", TEN_PERCENT)).isEqualTo("ot=th:e666");
    assertThat(stateAfter("ot=th:fff", TEN_PERCENT)).isEqualTo("ot=th:fff");
    assertThat(stateAfter("ot=th:8", Threshold.ALWAYS)).isEqualTo("ot=th:8");
  }

  @Test
  void otherMembersStay() {
    assertThat(stateAfter("x=y,ot=p:q;th:8;k:v,z=w", TEN_PERCENT))
        .isEqualTo("ot=p:q;th:e666;k:v,x=y,z=w");
    assertThat(stateAfter("ot=rv:ffffffffffffff", TEN_PERCENT))
        .isEqualTo("ot=th:e666;rv:ffffffffffffff");
  }

  @Test
  void aThresholdThatContradictsItsRandomnessGoesAndGetsNoOther() {
    assertThat(stateAfter("ot=rv:00000000000001;th:8;k:v,x=y", TEN_PERCENT))
        .isEqualTo("ot=rv:00000000000001;k:v,x=y");
    TestSpan span = TestSpan.of(1, 0, "a", SpanKind.SERVER).with("ot=th:8", Map.of());
    Span written = spans(write(new OpenTrace(0).add(List.of(span)), TEN_PERCENT, 1 << 20)).get(0);
    assertThat(written).isEqualTo(span.toProto().toBuilder().clearTraceState().build());
  }

  @Test
  void whatIsMalformedStays() {
    assertThat(stateAfter("ot=th:XYZ", TEN_PERCENT)).isEqualTo("ot=th:XYZ");
    assertThat(stateAfter("=,,=", TEN_PERCENT)).isEqualTo("=,,=");
  }

  @Test
  void everySpanIsWrittenAsItCameButForItsTraceState() {
    for (long seed = 0; seed < 500; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      List<TestSpan> trace = new Shop(random).trace(1_700_000_000_000L);
      OpenTrace open = new OpenTrace(trace.get(0).idHigh(), trace.get(0).idLow(), 0).add(trace);
      int recordBytes = 1 + random.nextInt(5_000);
      List<TracesData> written = write(open, TEN_PERCENT, recordBytes);
      assertThat(stripped(spans(written)))
          .as("seed %d", seed)
          .containsExactlyInAnyOrderElementsOf(
              stripped(trace.stream().map(TestSpan::toProto).toList()));
      for (TracesData record : written) {
        boolean fits = record.getSerializedSize() <= recordBytes + 200; // one more resource
        assertThat(fits || spans(List.of(record)).size() == 1).as("seed %d", seed).isTrue();
        assertOrigins(record);
      }
    }
  }

  private static List<ByteString> stripped(List<Span> spans) {
    return spans.stream().map(s -> s.toBuilder().clearTraceState().build().toByteString()).toList();
  }

  private static void assertOrigins(TracesData record) {
    for (ResourceSpans resource : record.getResourceSpansList()) {
      String service = resource.getResource().getAttributes(0).getValue().getStringValue();
      for (ScopeSpans scope : resource.getScopeSpansList()) {
        assertThat(scope.getScope().getName()).isEqualTo("lib-" + service);
        assertThat(scope.getSchemaUrl()).isEqualTo("https://schemas.example/1");
      }
    }
  }

  @Test
  void resourcesScopesAndUnknownFieldsSurvive() {
    UnknownFieldSet unknown =
        UnknownFieldSet.newBuilder()
            .addField(
                1999,
                UnknownFieldSet.Field.newBuilder()
                    .addLengthDelimited(ByteString.copyFromUtf8("future"))
                    .build())
            .build();
    Span span =
        TestSpan.of(1, 0, "a", SpanKind.SERVER).with("ot=th:0", Map.of()).toProto().toBuilder()
            .setUnknownFields(unknown)
            .build();
    TracesData data =
        TracesData.newBuilder()
            .addResourceSpans(
                ResourceSpans.newBuilder()
                    .setUnknownFields(unknown)
                    .setSchemaUrl("urn:resource")
                    .setResource(Resource.newBuilder().setDroppedAttributesCount(3))
                    .addScopeSpans(
                        ScopeSpans.newBuilder()
                            .setUnknownFields(unknown)
                            .setSchemaUrl("urn:scope")
                            .setScope(InstrumentationScope.newBuilder().setVersion("2"))
                            .addSpans(span)))
            .build();
    assertThat(write(new OpenTrace(0).add(data), Threshold.ALWAYS, 1 << 20)).containsExactly(data);
  }

  @Test
  void spansOfOneResourceStandTogether() {
    List<TestSpan> spans = new ArrayList<>();
    for (int i = 1; i <= 20; i++) {
      spans.add(TestSpan.of(i, 0, i % 2 == 0 ? "a" : "b", SpanKind.INTERNAL));
    }
    List<TracesData> written = write(new OpenTrace(0).add(spans), 0, 1 << 20);
    assertThat(written).hasSize(1);
    assertThat(written.get(0).getResourceSpansList())
        .extracting(resource -> resource.getScopeSpans(0).getSpansCount())
        .containsExactly(10, 10);
    assertThat(spans(written)).isSortedAccordingTo(Comparator.comparing(s -> s.getKindValue()));
  }
}
