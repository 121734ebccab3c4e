package io.spanmill.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanmill.otlp.RequestIndex;
import io.spanmill.otlp.SpanView;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ShopReplayTest {
  private static final long BEGIN = 2_000_000_000_000L;
  private static final long FOREVER = Long.MAX_VALUE;

  private final List<StoredRequest> capture;
  private final ShopReplay replay;

  ShopReplayTest() throws IOException {
    capture = ShopCapture.load();
    replay = new ShopReplay(capture, BEGIN);
  }

  @Test
  void requestsAreDueAsFarApartAsTheyArrived() throws Exception {
    assertThat(replay.due(BEGIN - 1)).isNull();
    StoredRequest first = replay.due(BEGIN);
    assertThat(first).isNotNull();
    assertThat(first.arrivalMillis()).isEqualTo(BEGIN);

    long gap = capture.get(1).arrivalMillis() - capture.get(0).arrivalMillis();
    assertThat(replay.due(BEGIN + gap - 1)).isNull();
    StoredRequest second = replay.due(BEGIN + gap);
    assertThat(second).isNotNull();
    assertThat(second.arrivalMillis()).isEqualTo(BEGIN + gap);
  }

  @Test
  void roundsFollowEachOtherWithTracesOfTheirOwn() throws Exception {
    Set<String> traces = new HashSet<>();
    List<Long> arrivals = new ArrayList<>();
    for (int round = 1; round <= 3; round++) {
      assertThat(replay.round()).isEqualTo(round);
      for (int i = 0; i < capture.size(); i++) {
        StoredRequest request = replay.due(FOREVER);
        assertThat(request).isNotNull();
        arrivals.add(request.arrivalMillis());
        addTraces(request.value(), traces);
      }
    }
    assertThat(traces).hasSize(3 * 643);
    assertThat(arrivals).isSorted();
    long round = arrivals.get(capture.size()) - BEGIN;
    assertThat(round).isBetween(70_000L, 72_000L);
    assertThat(arrivals.get(2 * capture.size())).isEqualTo(BEGIN + 2 * round);
  }

  private static void addTraces(byte[] request, Set<String> traces) throws Exception {
    byte[] protobuf = RequestBytes.asProtobuf(request);
    RequestIndex index = new RequestIndex().read(protobuf);
    SpanView span = new SpanView();
    for (int i = 0; i < index.spans(); i++) {
      span.read(protobuf, index.spanFrom(i), index.spanTo(i));
      traces.add(span.traceIdHigh() + " " + span.traceIdLow());
    }
  }
}
