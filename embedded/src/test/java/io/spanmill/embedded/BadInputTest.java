package io.spanmill.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanmill.embedded.BadRequests.Case;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One run over requests that nobody should send. */
final class BadInputTest {
  private static final String CONFIG =
      "max_record_bytes: "
          + BadRequests.RECORD_BYTES
          + "\nsampling: {policies: [{name: all, type: always_sample}]}\n";

  private static final int DEAD_LETTER_BYTES = 64 * 1024;

  @TempDir static Path folder;

  private static List<Case> cases;
  private static LocalOutput output;

  @BeforeAll
  static void run() throws Exception {
    cases = BadRequests.all();
    output = new Spanmill(folder).replay("bad-input", CONFIG, requests());
  }

  private static RequestStream requests() {
    List<StoredRequest> requests = new ArrayList<>();
    for (Case each : cases) {
      long arrivalMillis = BadRequests.BEGIN_MILLIS + 20L * requests.size();
      requests.add(new StoredRequest(each.value(), arrivalMillis));
    }
    return new ListedRequests(requests);
  }

  @Test
  void whatIsRefusedIsADeadLetterWithItsReasonAndOrigin() throws IOException {
    Map<Long, List<String>> reasons = new HashMap<>();
    for (Json letter : output.deadLetters()) {
      assertThat(letter.text("topic")).isEqualTo("otlp_spans");
      assertThat(letter.number("partition")).isZero();
      reasons
          .computeIfAbsent(letter.number("offset"), offset -> new ArrayList<>())
          .add(letter.text("reason"));
    }
    for (int i = 0; i < cases.size(); i++) {
      Case each = cases.get(i);
      List<String> told = reasons.getOrDefault((long) i, List.of());
      assertThat(told).as(each.name()).hasSameSizeAs(each.reasons());
      for (int at = 0; at < told.size(); at++) {
        assertThat(told.get(at)).as(each.name()).startsWith(each.reasons().get(at));
      }
    }
  }

  @Test
  void aRefusedRequestIsKeptAsItCame() throws IOException {
    for (Json letter : output.deadLetters()) {
      Case sent = cases.get((int) letter.number("offset"));
      byte[] bytes = Base64.getDecoder().decode(letter.text("bytes"));
      if (letter.text("reason").startsWith("malformed")) {
        int length = Math.min(DEAD_LETTER_BYTES, sent.value().length);
        assertThat(bytes).as(sent.name()).isEqualTo(Arrays.copyOf(sent.value(), length));
      } else if (sent.value() != null) {
        assertThat(bytes).as(sent.name()).isNotEmpty();
      }
    }
  }

  @Test
  void everySpanIsCountedOnceOrRefused() throws IOException {
    Map<String, Long> expected = new HashMap<>();
    for (Case each : cases) {
      if (each.accepted() > 0) {
        expected.merge(each.name(), (long) each.accepted(), Long::sum);
      }
    }
    Map<String, Long> calls = new HashMap<>();
    for (Json point : output.red()) {
      calls.merge(point.text("span_name"), point.number("calls"), Long::sum);
    }
    assertThat(calls).isEqualTo(expected);

    Json summary = output.summary();
    long accepted = cases.stream().mapToLong(Case::accepted).sum();
    assertThat(summary.number("requests")).isEqualTo(cases.size());
    assertThat(summary.number("spans")).isEqualTo(accepted);
    assertThat(summary.number("duplicate_spans")).isZero();
    assertThat(summary.number("dead_letters")).isEqualTo(output.deadLetters().size());
  }

  @Test
  void everyAcceptedSpanIsKeptAsItCame() throws IOException {
    List<StoredRequest> accepted = new ArrayList<>();
    for (Case each : cases) {
      if (each.accepted() > 0) {
        accepted.add(new StoredRequest(each.value(), 0));
      }
    }
    Differences differences = new Differences("bad input");
    KeptSpans.compare(new ListedRequests(accepted), output, differences);

    assertThat(differences.lines()).isEmpty();
  }

  @Test
  void aTraceThatIsTooLargeIsDecidedEarlyAndStillWhole() throws IOException {
    List<Json> large =
        output.decisions().stream().filter(decision -> decision.number("spans") > 1_000).toList();

    assertThat(large).hasSize(1);
    assertThat(large.get(0).text("closed_by")).isEqualTo("oversize");
    assertThat(large.get(0).number("late_spans")).isPositive();
    assertThat(large.get(0).number("spans") + large.get(0).number("late_spans"))
        .isEqualTo(BadRequests.LARGE_TRACE);
  }

  @Test
  void timesThatCannotBeBelievedCountAtTheArrival() throws IOException {
    for (Json point : output.red()) {
      long startMillis = Long.parseLong(point.text("window_start_unix_nano")) / 1_000_000;
      assertThat(startMillis)
          .as(point.text("span_name"))
          .isBetween(BadRequests.BEGIN_MILLIS - 10_000, BadRequests.BEGIN_MILLIS + 10_000);
      assertThat(point.decimal("duration_min_seconds")).isNotNegative();
    }
  }

  @Test
  void aSpanWithoutResourceBelongsToAnUnknownService() throws IOException {
    assertThat(output.red())
        .filteredOn(point -> point.text("span_name").equals("no resource"))
        .extracting(point -> point.text("service"))
        .containsExactly("unknown_service");
  }
}
