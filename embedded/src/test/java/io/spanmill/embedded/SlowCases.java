package io.spanmill.embedded;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Spans that had half a second to themselves, as far as their children's durations tell, and what
 * critical paths say of them.
 */
final class SlowCases {
  /** Short enough that hardly two traces end in the same window; where two do, nothing is said. */
  static final String CONFIG = "critical_path: {window: 50ms}\n";

  private static final long WINDOW_NANOS = 50_000_000;
  private static final long SLOW_NANOS = 450_000_000;

  private record Member(Span span, String service) {
    long durationNanos() {
      return span.getEndTimeUnixNano() - span.getStartTimeUnixNano();
    }

    boolean isWithin(Member root) {
      return span.getStartTimeUnixNano() >= root.span.getStartTimeUnixNano()
          && span.getEndTimeUnixNano() <= root.span.getEndTimeUnixNano();
    }

    String place() {
      return service + " " + span.getName();
    }
  }

  private final Map<String, List<Member>> traces = new HashMap<>();
  private final ServiceNames names = new ServiceNames();
  private int cases;

  static SlowCases of(RequestStream input) throws IOException {
    SlowCases cases = new SlowCases();
    Set<RawSpan.Identity> seen = new HashSet<>();
    for (StoredRequest r = input.next(); r != null; r = input.next()) {
      RawSpan.each(RequestBytes.asProtobuf(r.value()), span -> cases.add(span, seen));
    }
    return cases;
  }

  private void add(RawSpan raw, Set<RawSpan.Identity> seen) throws IOException {
    RawSpan.Identity identity = raw.identity(names);
    if (seen.add(identity)) {
      Member member = new Member(raw.span(), identity.service());
      traces.computeIfAbsent(identity.traceId(), id -> new ArrayList<>()).add(member);
    }
  }

  /** The parts of an entry add up, and examples lead somewhere, whatever the traces are. */
  static void compareSums(LocalOutput output, Differences differences) throws IOException {
    entries(output).forEach((entry, parts) -> compare(entry, parts, differences));
    Set<String> kept = new HashSet<>();
    for (Json decision : output.decisions()) {
      if (decision.flag("kept")) {
        kept.add(decision.text("trace_id"));
      }
    }
    for (Json part : output.criticalPath()) {
      if (!kept.containsAll(part.list("example_trace_ids"))) {
        differences.add("examples", part.fields() + " names a trace that was not kept");
      }
    }
  }

  /** Each is what its trace spent most of its time in, where nothing runs side by side with it. */
  void compare(LocalOutput output, Differences differences) throws IOException {
    Map<String, List<Json>> entries = entries(output);
    for (Json decision : output.decisions()) {
      if (decision.number("late_spans") == 0) {
        compare(traces.get(decision.text("trace_id")), entries, differences);
      }
    }
  }

  private static Map<String, List<Json>> entries(LocalOutput output) throws IOException {
    return output.criticalPath().stream().collect(Collectors.groupingBy(SlowCases::entry));
  }

  private static String entry(Json part) {
    return entry(
        part.text("window_start_unix_nano"),
        part.text("entry_service") + " " + part.text("entry_operation"));
  }

  private static String entry(String window, String place) {
    return window + " " + place;
  }

  private static void compare(String entry, List<Json> parts, Differences differences) {
    differences.equal(
        "shares of " + entry, 1.0, parts.stream().mapToDouble(p -> p.decimal("share")).sum());
    double seconds = parts.stream().mapToDouble(part -> part.decimal("seconds")).sum();
    if (Math.abs(seconds - parts.get(0).decimal("entry_seconds")) > 1e-6) {
      differences.add("seconds of " + entry, "are " + seconds + " in all");
    }
  }

  private void compare(
      List<Member> spans, Map<String, List<Json>> entries, Differences differences) {
    List<Member> roots =
        spans.stream().filter(member -> member.span.getParentSpanId().isEmpty()).toList();
    if (roots.size() != 1 || !isComplete(spans)) {
      return;
    }
    Member root = roots.get(0);
    Set<String> slow =
        spans.stream()
            .filter(member -> member.isWithin(root))
            .filter(member -> isSlow(selfNanos(member, spans), root))
            .map(Member::place)
            .collect(Collectors.toSet());
    String window = Long.toString(root.span.getEndTimeUnixNano() / WINDOW_NANOS * WINDOW_NANOS);
    List<Json> parts = entries.getOrDefault(entry(window, root.place()), List.of());
    boolean alone = parts.isEmpty() || parts.get(0).number("entry_traces") == 1;
    if (!slow.isEmpty() && alone) {
      cases++;
      String top = top(parts);
      if (!slow.contains(top)) {
        differences.add("slow case", slow + " in " + root.place() + ", but it says " + top);
      }
    }
  }

  /** Half a second, and the better part of what the user waited for. */
  private static boolean isSlow(long selfNanos, Member root) {
    return selfNanos >= SLOW_NANOS && selfNanos > root.durationNanos() / 2;
  }

  private static boolean isComplete(List<Member> spans) {
    Set<ByteString> ids = new HashSet<>();
    spans.forEach(member -> ids.add(member.span.getSpanId()));
    return spans.stream()
        .map(member -> member.span.getParentSpanId())
        .allMatch(parent -> parent.isEmpty() || ids.contains(parent));
  }

  private static long selfNanos(Member member, List<Member> spans) {
    return member.durationNanos()
        - spans.stream()
            .filter(child -> child.span.getParentSpanId().equals(member.span.getSpanId()))
            .mapToLong(Member::durationNanos)
            .sum();
  }

  private static String top(List<Json> parts) {
    return parts.stream()
        .max((a, b) -> Double.compare(a.decimal("seconds"), b.decimal("seconds")))
        .map(part -> part.text("service") + " " + part.text("operation"))
        .orElse("nothing");
  }

  /** How many traces had one. */
  int count() {
    return cases;
  }
}
