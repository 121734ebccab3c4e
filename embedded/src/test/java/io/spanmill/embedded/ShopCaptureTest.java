package io.spanmill.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.spanmill.otlp.RequestIndex;
import io.spanmill.otlp.SpanView;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ShopCaptureTest {
  @Test
  void holdsProtobufAndJsonInOrderOfArrival() throws IOException {
    List<StoredRequest> requests = ShopCapture.load();

    assertThat(requests).hasSize(111);
    assertThat(requests.stream().map(StoredRequest::arrivalMillis)).isSorted();
    assertThat(requests.stream().filter(request -> request.value()[0] == '{')).hasSize(14);
  }

  @Test
  void holdsTheSpansAndTracesThatTheOracleCounted() throws Exception {
    RequestIndex index = new RequestIndex();
    SpanView span = new SpanView();
    Set<List<Long>> traces = new HashSet<>();
    int spans = 0;
    for (StoredRequest request : ShopCapture.load()) {
      byte[] protobuf = RequestBytes.asProtobuf(request.value());
      index.read(protobuf);
      spans += index.spans();
      for (int i = 0; i < index.spans(); i++) {
        span.read(protobuf, index.spanFrom(i), index.spanTo(i));
        traces.add(List.of(span.traceIdHigh(), span.traceIdLow()));
      }
    }
    assertThat(summary()).contains("spans\t" + spans, "traces\t" + traces.size());
  }

  private static List<String> summary() throws IOException {
    try (InputStream table = ShopCaptureTest.class.getResourceAsStream("oracle/shop.summary.tsv")) {
      return new String(table.readAllBytes(), UTF_8).lines().toList();
    }
  }
}
