package io.spanmill.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TrafficTest {
  private static final long NOON = 1_767_268_800_000L;
  private static final long LENGTH = 60_000;

  private static List<PlannedRequest> requests(long seed) {
    Traffic traffic = new Traffic(seed, 200, NOON, LENGTH);
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
}
