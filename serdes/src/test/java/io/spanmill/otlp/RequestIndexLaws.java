package io.spanmill.otlp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.UnknownFieldSet;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.TracesData;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Requests are taken apart and put together again as protobuf's own parser sees them. */
class RequestIndexLaws {
  private static final long SEED = 0x5eed_1de8L;
  private static final int REQUESTS = 600;

  private final RequestIndex index = new RequestIndex();
  private final TracesWriter writer = new TracesWriter();
  private final Origins origins = new Origins();

  @Test
  void findsEverySpanInItsScopeAndResource() throws Exception {
    for (long seed = SEED; seed < SEED + REQUESTS; seed++) {
      byte[] bytes = request(seed);
      index.read(bytes);
      int scopes = 0;
      int spans = 0;
      TracesData request = TracesData.parseFrom(bytes);
      for (int r = 0; r < request.getResourceSpansCount(); r++) {
        for (ScopeSpans scope : request.getResourceSpans(r).getScopeSpansList()) {
          assertThat(index.resourceOf(scopes)).as("seed %x", seed).isEqualTo(r);
          for (Span span : scope.getSpansList()) {
            assertThat(index.scopeOf(spans)).as("seed %x", seed).isEqualTo(scopes);
            assertThat(span(spans++)).as("seed %x", seed).isEqualTo(span);
          }
          scopes++;
        }
      }
      assertThat(index.resources()).as("seed %x", seed).isEqualTo(request.getResourceSpansCount());
      assertThat(index.scopes()).as("seed %x", seed).isEqualTo(scopes);
      assertThat(index.spans()).as("seed %x", seed).isEqualTo(spans);
    }
  }

  private Span span(int span) throws Exception {
    return Span.parser().parseFrom(index.bytes(), index.spanFrom(span), length(span));
  }

  private int length(int span) {
    return index.spanTo(span) - index.spanFrom(span);
  }

  @Test
  void keepsAllThatIsWithinAResourceWhenWrittenAgain() throws Exception {
    for (long seed = SEED; seed < SEED + REQUESTS; seed++) {
      byte[] bytes = request(seed);
      TracesData request = TracesData.parseFrom(bytes);
      TracesData known =
          request.toBuilder().setUnknownFields(UnknownFieldSet.getDefaultInstance()).build();
      assertThat(TracesData.parseFrom(writtenAgain(bytes))).as("seed %x", seed).isEqualTo(known);
      assertThat(writer.spans()).isZero();
    }
  }

  private byte[] writtenAgain(byte[] request) throws Exception {
    index.read(request);
    int scope = 0;
    int span = 0;
    for (int resource = 0; resource < index.resources(); resource++) {
      writer.resource(index.resourceFields(resource));
      for (; scope < index.scopes() && index.resourceOf(scope) == resource; scope++) {
        writer.scope(index.scopeFields(scope));
        for (; span < index.spans() && index.scopeOf(span) == scope; span++) {
          writer.span(request, index.spanFrom(span), index.spanTo(span));
        }
      }
    }
    return writer.finish();
  }

  @Test
  void originsSayWhatResourceAndScopeSay() throws Exception {
    for (long seed = SEED; seed < SEED + REQUESTS; seed++) {
      byte[] bytes = request(seed);
      index.read(bytes);
      TracesData request = TracesData.parseFrom(bytes);
      int scopes = 0;
      for (ResourceSpans resource : request.getResourceSpansList()) {
        for (ScopeSpans scope : resource.getScopeSpansList()) {
          Origin origin = origins.of(index, scopes);
          assertThat(origin).isSameAs(origins.of(index, scopes++));
          assertOrigin(origin, resource, scope, "seed %x".formatted(seed));
        }
      }
    }
  }

  private static void assertOrigin(
      Origin origin, ResourceSpans resource, ScopeSpans scope, String seed) throws Exception {
    assertThat(ResourceSpans.parseFrom(origin.resourceFields()))
        .as(seed)
        .isEqualTo(resource.toBuilder().clearScopeSpans().build());
    assertThat(ScopeSpans.parseFrom(origin.scopeFields()))
        .as(seed)
        .isEqualTo(scope.toBuilder().clearSpans().build());
    assertThat(origin.service()).as(seed).isEqualTo(service(resource.getResource()));
    assertThat(origin.serviceUtf8()).isEqualTo(origin.service().getBytes(UTF_8));
    SpanViewLaws.assertAttributes(
        origin.resource(), new AttributeValue(), resource.getResource().getAttributesList(), seed);
  }

  private static String service(Resource resource) {
    String name =
        resource.getAttributesList().stream()
            .filter(attribute -> attribute.getKey().equals("service.name"))
            .findFirst()
            .map(KeyValue::getValue)
            .map(AnyValue::getStringValue)
            .orElse("");
    return name.isEmpty() ? Origin.UNKNOWN_SERVICE : name;
  }

  private static byte[] request(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return new RandomWire(random, random.nextInt(2, 12)).message(TracesData.getDescriptor());
  }
}
