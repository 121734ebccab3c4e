package io.spanmill.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class TrafficTest {
  private static final long NOON = 1_767_268_800_000L;
  private static final long LENGTH = 60_000;

  private static List<PlannedRequest> requests(long seed) {
    return requests(seed, InputKind.MIXED);
  }

  private static List<PlannedRequest> requests(long seed, InputKind kind) {
    Traffic traffic = new Traffic(seed, 200, kind, NOON, LENGTH);
    List<PlannedRequest> all = new ArrayList<>();
    for (List<PlannedRequest> due = traffic.next(); due != null; due = traffic.next()) {
      all.addAll(due);
    }
    return all;
  }

  private static List<List<Object>> spelled(List<PlannedRequest> requests) {
    return requests.stream()
        .map(
            request ->
                List.<Object>of(
                    request.dueMillis(),
                    request.arrivalMillis(),
                    request.draw(),
                    Arrays.toString(request.value())))
        .toList();
  }

  @Test
  void theSameSeedGivesTheSameRequests() {
    assertThat(spelled(requests(7))).isEqualTo(spelled(requests(7)));
    assertThat(spelled(requests(7))).isNotEqualTo(spelled(requests(8)));
  }

  @Test
  void requestsComeInTheOrderInWhichTheyAreDueAndSoonEnd() {
    List<PlannedRequest> requests = requests(3);
    assertThat(requests).isSortedAccordingTo((a, b) -> Long.compare(a.dueMillis(), b.dueMillis()));
    assertThat(requests.get(requests.size() - 1).dueMillis()).isBetween(LENGTH, LENGTH + 2_000);
  }

  @Test
  void thereIsAboutAsMuchAsWasAskedForAndEverythingThatCanBeWrongIs() {
    Oracle oracle = new Oracle();
    requests(5).forEach(oracle::take);
    assertThat(oracle.spans()).isBetween(9_000L, 15_000L);
    assertThat(oracle.deadLetters())
        .containsOnlyKeys(
            "null value",
            "malformed request",
            "refused span: trace_id is all zero",
            "refused span: trace_id of 3 bytes",
            "refused span: span_id is all zero",
            "refused span: parent_span_id of 5 bytes");
    assertThat(oracle.edges().keySet())
        .anyMatch(edge -> edge.endsWith("|"))
        .anyMatch(edge -> edge.startsWith("user|"))
        .anyMatch(edge -> edge.endsWith("|database"))
        .anyMatch(edge -> edge.endsWith("|virtual_node"))
        .anyMatch(edge -> edge.endsWith("|messaging_system"));
  }

  @Test
  void whereverItIsDividedATraceIsInOnePartition() throws InvalidProtocolBufferException {
    for (InputKind kind : List.of(InputKind.PARTITIONED, InputKind.BY_TRACE)) {
      Map<ByteString, Integer> places = new HashMap<>();
      for (PlannedRequest request : requests(9, kind)) {
        for (Span span : sound(request)) {
          int place = request.draw() % Campaign.FIRST_INPUT_PARTITIONS;
          Integer before = places.put(span.getTraceId(), place);
          assertThat(before).as("%s, %s", kind, span.getTraceId()).isIn(null, place);
        }
      }
      assertThat(places.values()).containsOnly(0, 1, 2, 3);
    }
  }

  /** Spans that are where they belong, of a record that can be read. */
  private static List<Span> sound(PlannedRequest request) throws InvalidProtocolBufferException {
    List<Span> sound = new ArrayList<>();
    Oracle oracle = new Oracle();
    oracle.take(request);
    if (request.value() != null && oracle.deadLetters().isEmpty()) {
      ExportTraceServiceRequest.parseFrom(request.value())
          .getResourceSpansList()
          .forEach(resource -> sound.addAll(resource.getScopeSpans(0).getSpansList()));
    }
    return sound;
  }

  @Test
  void dividedItIsTheSameInputAndSomeOfItIsInTheWrongRecord() {
    Oracle mixed = new Oracle();
    requests(5).forEach(mixed::take);
    Oracle partitioned = new Oracle();
    requests(5, InputKind.PARTITIONED).forEach(partitioned::take);
    Oracle byTrace = new Oracle();
    requests(5, InputKind.BY_TRACE).forEach(byTrace::take);
    assertThat(partitioned.deadLetters().keySet()).isEqualTo(mixed.deadLetters().keySet());
    assertThat(byTrace.deadLetters()).containsKey("misdirected span");
    assertThat(partitioned.spans()).isBetween(9_000L, 15_000L);
    assertThat(byTrace.spans()).isBetween(9_000L, 15_000L);
  }
}
