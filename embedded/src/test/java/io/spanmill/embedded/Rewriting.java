package io.spanmill.embedded;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.TracesData;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;

/** Writes the same spans in another order, or in other requests. */
final class Rewriting implements AutoCloseable {
  private static final int SHUFFLED_MILLIS = 10_000;
  private static final int REQUESTS_MIXED = 4;
  private static final int LARGEST = 40;
  private static final int ONE_IN = 10;

  private final DataOutputStream out;
  private final Random random;
  private long repeats;

  Rewriting(Path file, long seed) throws IOException {
    out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)));
    random = new Random(seed);
  }

  /** Moves every request by up to ten seconds of arrival. */
  void shuffle(RequestStream input) throws IOException {
    PriorityQueue<StoredRequest> moved =
        new PriorityQueue<>(Comparator.comparingLong(StoredRequest::arrivalMillis));
    for (StoredRequest r = input.next(); r != null; r = input.next()) {
      moved.add(new StoredRequest(r.value(), r.arrivalMillis() + random.nextInt(SHUFFLED_MILLIS)));
      while (moved.element().arrivalMillis() <= r.arrivalMillis()) {
        write(moved.remove().value());
      }
    }
    while (!moved.isEmpty()) {
      write(moved.remove().value());
    }
  }

  /** Mixes the spans of a few requests and divides them anew; one request in ten comes twice. */
  void split(RequestStream input) throws IOException {
    List<RawSpan> mixed = new ArrayList<>();
    int requests = 0;
    for (StoredRequest r = input.next(); r != null; r = input.next()) {
      RawSpan.each(RequestBytes.asProtobuf(r.value()), mixed::add);
      if (++requests % REQUESTS_MIXED == 0) {
        divide(mixed);
        mixed.clear();
      }
    }
    divide(mixed);
  }

  private void divide(List<RawSpan> spans) throws IOException {
    Collections.shuffle(spans, random);
    int to;
    for (int from = 0; from < spans.size(); from = to) {
      to = Math.min(spans.size(), from + 1 + random.nextInt(LARGEST));
      byte[] request = request(spans.subList(from, to));
      write(request);
      if (random.nextInt(ONE_IN) == 0) {
        write(request);
        repeats += to - from;
      }
    }
  }

  private static byte[] request(List<RawSpan> spans) throws IOException {
    Map<List<ByteString>, ScopeSpans.Builder> scopes = new LinkedHashMap<>();
    for (RawSpan raw : spans) {
      ByteString scope = ByteString.copyFrom(raw.scope());
      ScopeSpans.Builder builder = scopes.get(List.of(ByteString.copyFrom(raw.resource()), scope));
      if (builder == null) {
        builder = ScopeSpans.parseFrom(scope).toBuilder();
        scopes.put(List.of(ByteString.copyFrom(raw.resource()), scope), builder);
      }
      Span.Builder span = raw.span().toBuilder();
      builder.addSpans(span.setTraceState(raw.state()));
    }
    TracesData.Builder request = TracesData.newBuilder();
    for (Map.Entry<List<ByteString>, ScopeSpans.Builder> scope : scopes.entrySet()) {
      ResourceSpans resource = ResourceSpans.parseFrom(scope.getKey().get(0));
      request.addResourceSpans(resource.toBuilder().addScopeSpans(scope.getValue()));
    }
    return request.build().toByteArray();
  }

  private void write(byte[] request) throws IOException {
    out.writeInt(request.length);
    out.write(request);
  }

  /** Spans that were written for a second time. */
  long repeats() {
    return repeats;
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
