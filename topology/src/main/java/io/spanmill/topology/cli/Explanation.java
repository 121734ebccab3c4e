package io.spanmill.topology.cli;

import io.spanmill.model.Threshold;
import io.spanmill.topology.DecisionSearch.Found;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A decision in words. */
final class Explanation {
  private final Map<String, @Nullable Object> decision;
  private final Found found;
  private final StringBuilder text = new StringBuilder();

  Explanation(Found found) {
    this.found = found;
    decision = found.decision();
  }

  String text() {
    writeVerdict();
    writeTrace();
    writeRandomness();
    writeMatches();
    return text.toString();
  }

  private void writeVerdict() {
    line("trace %s: %s%s", get("trace_id"), verdict(), isAmendment() ? " (amended)" : "");
    line(
        "  decided     written %s to partition %d at offset %d",
        Instant.ofEpochMilli(found.millis()), found.partition(), found.offset());
    line("  closed      %s", closedBy(String.valueOf(get("closed_by"))));
    if (Boolean.TRUE.equals(get("reopened"))) {
      line("              it had been decided before, and forgotten");
    }
  }

  private String verdict() {
    if (!Boolean.TRUE.equals(get("kept"))) {
      return "dropped by " + (get("policy") == null ? "no match" : "policy " + get("policy"));
    }
    Object threshold = get("threshold");
    return threshold == null
        ? "kept, for a reason that has no probability; no th is written"
        : "kept by policy " + get("policy") + " at th:" + oneIn(threshold.toString());
  }

  private static String oneIn(String digits) {
    double count = Threshold.adjustedCount(Threshold.parse(digits));
    return String.format(Locale.ROOT, "%s (1 in %.5g)", digits, count);
  }

  private boolean isAmendment() {
    return get("revision") instanceof Number revision && revision.intValue() > 0;
  }

  private static String closedBy(String reason) {
    return reason
        + switch (reason) {
          case "complete" -> ": one root, every parent there, and nothing more came";
          case "idle" -> ": a parent is missing, and nothing more came";
          case "max_age" -> ": spans were still coming";
          case "pressure" -> ": memory was short";
          case "oversize" -> ": it was too large to be held";
          case "end_of_input" -> ": the input ended";
          default -> "";
        };
  }

  private void writeTrace() {
    Object root = get("root_service");
    line(
        "  trace       %s spans of %s services, %s, %s s%s",
        get("spans"),
        get("services"),
        root == null ? "no root" : "root " + root + " \"" + get("root_name") + "\"",
        get("duration_seconds"),
        Boolean.TRUE.equals(get("error")) ? ", with errors" : "");
    if (get("late_spans") instanceof Number late && late.longValue() > 0) {
      line("  late        %s spans, %s of them errors", late, get("late_errors"));
    }
  }

  private void writeRandomness() {
    line(
        "  randomness  R = %s, %s",
        get("randomness"), source(String.valueOf(get("randomness_source"))));
    Object floor = get("lowest_threshold_in");
    if (!"0".equals(floor)) {
      line("  came with   th:%s at least on every span", floor);
    }
  }

  private static String source(String source) {
    return switch (source) {
      case "trace_id" -> "the low 56 bits of the trace id";
      case "rv" -> "as a span says in rv";
      case "hash" -> "a hash of the trace id, written as rv";
      case "hidden_hash" -> "a hash of the trace id, as nothing says that the id is random";
      default -> source;
    };
  }

  private void writeMatches() {
    line("  policies    of set %s", get("policy_set"));
    List<Map<String, Object>> matches = matches();
    if (matches.isEmpty()) {
      line("              none matched");
    }
    for (Map<String, Object> match : matches) {
      line("    %s %s", match.get("policy"), said(match));
    }
  }

  @SuppressWarnings("unchecked") // as both codecs write it
  private List<Map<String, Object>> matches() {
    Object matches = get("matches");
    return matches == null ? List.of() : (List<Map<String, Object>>) matches;
  }

  /** Digits are padded on the right, so that text compares as numbers do. */
  private String said(Map<String, Object> match) {
    Object threshold = match.get("threshold");
    if (threshold == null) {
      return "matched, and keeps nothing";
    }
    boolean reached = String.valueOf(get("randomness")).compareTo(threshold.toString()) >= 0;
    Object epoch = match.get("table_epoch");
    return "matched at th:"
        + oneIn(threshold.toString())
        + (epoch == null ? "" : ", from the table of epoch " + epoch)
        + (reached ? ": R reaches it" : ": R does not reach it");
  }

  private @Nullable Object get(String field) {
    return decision.get(field);
  }

  private void line(String format, @Nullable Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
