package io.spanmill.split;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.TracesData;
import io.spanmill.fixture.Shop;
import io.spanmill.fixture.TestSpan;
import io.spanmill.model.SpanKind;
import io.spanmill.model.TraceId;
import io.spanmill.wire.MalformedBytesException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RequestSplitterLaws {
  private static final int PARTITIONS = 5;

  private static final class Put implements RequestSplitter.Output {
    final Map<Integer, List<TracesData>> bundles = new HashMap<>();
    final List<String> reasons = new ArrayList<>();
    final List<TracesData> refused = new ArrayList<>();

    @Override
    public void bundle(int partition, byte[] traces, int spans) {
      TracesData data = parse(traces);
      assertThat(spansOf(data)).hasSize(spans);
      bundles.computeIfAbsent(partition, unused -> new ArrayList<>()).add(data);
    }

    @Override
    public void refusedSpan(String reason, byte[] traces) {
      reasons.add(reason);
      refused.add(parse(traces));
    }

    List<TracesData> all() {
      return bundles.values().stream().flatMap(List::stream).toList();
    }

    boolean isEmpty() {
      return bundles.isEmpty() && refused.isEmpty();
    }
  }

  private static TracesData parse(byte[] bytes) {
    try {
      return TracesData.parseFrom(bytes);
    } catch (InvalidProtocolBufferException malformed) {
      throw new AssertionError(malformed);
    }
  }

  private static Put split(byte[] request, int bundleBytes) throws MalformedBytesException {
    Put put = new Put();
    new RequestSplitter(PARTITIONS, bundleBytes, 10_000).split(request, put);
    return put;
  }

  private static Put split(byte[] request) throws MalformedBytesException {
    return split(request, 1 << 20);
  }

  /** Each span alone with its resource and its scope. */
  private static List<TracesData> alone(List<TracesData> records) {
    List<TracesData> alone = new ArrayList<>();
    for (TracesData record : records) {
      for (ResourceSpans resource : record.getResourceSpansList()) {
        for (ScopeSpans scope : resource.getScopeSpansList()) {
          for (Span span : scope.getSpansList()) {
            ScopeSpans.Builder one = scope.toBuilder().clearSpans().addSpans(span);
            alone.add(
                TracesData.newBuilder()
                    .addResourceSpans(resource.toBuilder().clearScopeSpans().addScopeSpans(one))
                    .build());
          }
        }
      }
    }
    return alone;
  }

  private static List<Span> spansOf(TracesData data) {
    return alone(List.of(data)).stream()
        .map(one -> one.getResourceSpans(0).getScopeSpans(0).getSpans(0))
        .toList();
  }

  private static TracesData request(SplittableRandom random) {
    Shop shop = new Shop(random);
    TracesData.Builder request = TracesData.newBuilder();
    int resources = random.nextInt(6);
    for (int i = 0; i < resources; i++) {
      ResourceSpans.Builder resource =
          ResourceSpans.newBuilder()
              .setSchemaUrl("urn:" + random.nextInt(3))
              .setResource(
                  Resource.newBuilder()
                      .addAttributes(TestSpan.attribute("service.name", "s" + random.nextInt(3))));
      int scopes = random.nextInt(4);
      for (int j = 0; j < scopes; j++) {
        ScopeSpans.Builder scope = ScopeSpans.newBuilder().setSchemaUrl("urn:" + j);
        scope.setUnknownFields(unknown(random.nextInt(3)));
        int traces = random.nextInt(3);
        for (int k = 0; k < traces; k++) {
          shop.trace(1_700_000_000_000L).forEach(span -> scope.addSpans(span.toProto()));
        }
        resource.addScopeSpans(scope);
      }
      request.addResourceSpans(resource);
    }
    return request.build();
  }

  private static UnknownFieldSet unknown(int number) {
    UnknownFieldSet.Field field = UnknownFieldSet.Field.newBuilder().addVarint(number).build();
    return UnknownFieldSet.newBuilder().addField(1000 + number, field).build();
  }

  @Test
  void everySpanArrivesOnceWithAllThatBelongsToIt() throws MalformedBytesException {
    for (long seed = 0; seed < 300; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      TracesData request = request(random);
      int bundleBytes = 200 + random.nextInt(5_000);
      Put put = split(request.toByteArray(), bundleBytes);
      assertThat(put.refused).isEmpty();
      assertThat(alone(put.all()))
          .as("seed %d", seed)
          .containsExactlyInAnyOrderElementsOf(alone(List.of(request)));
      put.bundles.forEach((partition, bundles) -> assertPlaced(partition, bundles, bundleBytes));
    }
  }

  private static void assertPlaced(int partition, List<TracesData> bundles, int bundleBytes) {
    for (TracesData bundle : bundles) {
      List<Span> spans = spansOf(bundle);
      assertThat(spans.size() == 1 || bundle.getSerializedSize() <= bundleBytes + 200).isTrue();
      for (Span span : spans) {
        var id = span.getTraceId().asReadOnlyByteBuffer();
        assertThat(TraceId.partition(id.getLong(), id.getLong(), PARTITIONS)).isEqualTo(partition);
      }
    }
  }

  private static TracesData with(Span... spans) {
    return TracesData.newBuilder()
        .addResourceSpans(
            ResourceSpans.newBuilder()
                .setResource(Resource.newBuilder().setDroppedAttributesCount(2))
                .addScopeSpans(
                    ScopeSpans.newBuilder()
                        .setSchemaUrl("urn:x")
                        .addAllSpans(Arrays.asList(spans))))
        .build();
  }

  private static Span good(long id) {
    return TestSpan.of(id, 0, "a", SpanKind.SERVER).toProto();
  }

  @Test
  void aBadSpanIsRefusedAloneWithItsOrigin() throws MalformedBytesException {
    ByteString zero = ByteString.copyFrom(new byte[16]);
    Span[] bad = {
      good(1).toBuilder().clearTraceId().build(),
      good(2).toBuilder().setTraceId(zero).build(),
      good(3).toBuilder().setTraceId(zero.substring(1)).build(),
      good(4).toBuilder().clearSpanId().build(),
      good(5).toBuilder().setSpanId(zero.substring(8)).build(),
      good(6).toBuilder().setParentSpanId(zero.substring(9)).build(),
      good(7).toBuilder().setName("x".repeat(10_001)).build(),
    };
    for (Span span : bad) {
      Put put = split(with(good(10), span, good(11)).toByteArray());
      assertThat(put.refused).containsExactly(with(span));
      assertThat(put.reasons).hasSize(1);
      assertThat(put.all()).containsExactly(with(good(10), good(11)));
    }
  }

  @Test
  void aMalformedRequestPutsOutNothing() {
    byte[] sound = with(good(1), good(2).toBuilder().clearTraceId().build()).toByteArray();
    SplittableRandom random = new SplittableRandom(1);
    for (int length = 1; length < sound.length; length++) {
      assertRefusedWhole(Arrays.copyOf(sound, length));
    }
    for (int i = 0; i < 2_000; i++) {
      byte[] noise = new byte[1 + random.nextInt(60)];
      random.nextBytes(noise);
      assertRefusedWhole(noise);
    }
  }

  /** Noise may be a sound request without spans, but never half of one. */
  private static void assertRefusedWhole(byte[] request) {
    Put put = new Put();
    try {
      new RequestSplitter(PARTITIONS, 1 << 20, 10_000).split(request, put);
    } catch (MalformedBytesException malformed) {
      assertThat(put.isEmpty()).isTrue();
      return;
    }
    assertThat(put.bundles).isEmpty();
  }

  @Test
  void aRequestWhoseResourceCannotBeReadPutsOutNothing() {
    byte[] sound = with(good(1)).toByteArray();
    TracesData.Builder request = parse(sound).toBuilder();
    ByteString broken = ByteString.copyFrom(new byte[] {0x0a, 0x7f, 1});
    request
        .getResourceSpansBuilder(0)
        .clearResource()
        .setUnknownFields(
            UnknownFieldSet.newBuilder()
                .addField(1, UnknownFieldSet.Field.newBuilder().addLengthDelimited(broken).build())
                .build());
    Put put = new Put();
    assertThatThrownBy(
            () ->
                new RequestSplitter(PARTITIONS, 1 << 20, 10_000)
                    .split(request.build().toByteArray(), put))
        .isInstanceOf(MalformedBytesException.class);
    assertThat(put.isEmpty()).isTrue();
  }

  @Test
  void otherSignalsAndOtherJsonAreRefused() {
    for (String text : List.of("{\"a\":", "{} x", "{\"resourceSpans\":3}", "[1]", "hello")) {
      assertRefusedWhole(text.getBytes(UTF_8));
    }
  }

  @Test
  void jsonIsTheSameRequest() throws MalformedBytesException {
    String json =
        " \n{\"resourceSpans\":[{\"resource\":{\"droppedAttributesCount\":2},\"scopeSpans\":[{"
            + "\"schemaUrl\":\"urn:x\",\"spans\":[{\"traceId\":\"00000000000000070000000000000009\","
            + "\"spanId\":\"0000000000000001\",\"name\":\"op1\",\"kind\":2,\"status\":{},"
            + "\"startTimeUnixNano\":\"1000000\",\"endTimeUnixNano\":\"2000000\"}]}]}]}";
    assertThat(split(json.getBytes(UTF_8)).all()).containsExactly(with(good(1)));
  }

  @Test
  void protobufThatBeginsLikeJsonIsProtobuf() throws MalformedBytesException {
    Span span = good(1);
    TracesData request = with(span);
    while (request.getResourceSpans(0).getSerializedSize() != '{') {
      span = span.toBuilder().setName(span.getName() + "x").build();
      request = with(span);
    }
    byte[] bytes = request.toByteArray();
    assertThat(bytes).startsWith('\n', '{');
    assertThat(split(bytes).all()).containsExactly(request);
  }

  @Test
  void nothingIsARequestWithoutSpans() throws MalformedBytesException {
    assertThat(split(new byte[0]).isEmpty()).isTrue();
    assertThat(split("{}".getBytes(UTF_8)).isEmpty()).isTrue();
    assertThat(split(with().toByteArray()).isEmpty()).isTrue();
  }

  @Test
  void whatWasRefusedLeavesNoTraceInTheNextRequest() throws MalformedBytesException {
    RequestSplitter splitter = new RequestSplitter(PARTITIONS, 1 << 20, 10_000);
    byte[] sound = with(good(1)).toByteArray();
    Put put = new Put();
    assertThatThrownBy(() -> splitter.split(Arrays.copyOf(sound, sound.length - 1), put))
        .isInstanceOf(MalformedBytesException.class);
    splitter.split(sound, put);
    assertThat(put.all()).containsExactly(with(good(1)));
  }
}
