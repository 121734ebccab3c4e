package io.spanmill.embedded;

import io.opentelemetry.proto.trace.v1.TracesData;
import io.spanmill.embedded.RawSpan.Identity;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Holds {@code traces.binpb} against the input: all spans of the traces that were kept, each once
 * and as it came, but for the threshold in its trace state.
 */
final class KeptSpans {
  private final ServiceNames names = new ServiceNames();
  private final Differences differences;

  /** Thresholds of the traces that were kept. */
  private final Map<String, Long> kept = new HashMap<>();

  private final Map<Identity, RawSpan> written = new HashMap<>();
  private final Set<Identity> seen = new HashSet<>();

  private KeptSpans(Differences differences) {
    this.differences = differences;
  }

  static void compare(RequestStream input, LocalOutput output, Differences differences)
      throws IOException {
    KeptSpans spans = new KeptSpans(differences);
    spans.readDecisions(output);
    spans.readTraces(output);
    spans.compare(input);
  }

  private void readDecisions(LocalOutput output) throws IOException {
    for (Json decision : output.decisions()) {
      if (decision.flag("kept")) {
        kept.put(decision.text("trace_id"), ToldState.bits(decision.text("threshold")));
      }
    }
    differences.equal("kept traces", (long) kept.size(), output.summary().number("kept_traces"));
  }

  private void readTraces(LocalOutput output) throws IOException {
    output.eachTraces(
        bytes -> {
          TracesData.parseFrom(bytes);
          RawSpan.each(bytes, this::take);
        });
    differences.equal("kept spans", (long) written.size(), output.summary().number("kept_spans"));
  }

  private void take(RawSpan span) throws IOException {
    Identity identity = span.identity(names);
    if (written.put(identity, span) != null) {
      differences.add("kept twice", identity.toString());
    }
    if (!kept.containsKey(identity.traceId())) {
      differences.add("kept though dropped", identity.toString());
    }
  }

  private void compare(RequestStream input) throws IOException {
    for (StoredRequest r = input.next(); r != null; r = input.next()) {
      boolean json = r.value().length > 0 && r.value()[0] == '{';
      RawSpan.each(RequestBytes.asProtobuf(r.value()), span -> compare(span, json));
    }
    written.keySet().forEach(rest -> differences.add("kept from nowhere", rest.toString()));
  }

  /** Of spans that came twice the first counts. */
  private void compare(RawSpan came, boolean json) throws IOException {
    Identity identity = came.identity(names);
    Long threshold = kept.get(identity.traceId());
    if (threshold == null || !seen.add(identity)) {
      return;
    }
    RawSpan left = written.remove(identity);
    if (left == null) {
      differences.add("lost of a kept trace", identity.toString());
      return;
    }
    if (json ? !left.hasMessagesOf(came) : !left.hasBytesOf(came)) {
      differences.add("changed", identity.toString());
    }
    compareStates(identity, threshold, ToldState.of(came.state()), ToldState.of(left.state()));
  }

  /** A threshold that contradicts the span's randomness is erased: what it counts is not known. */
  private void compareStates(Identity of, long threshold, ToldState came, ToldState left) {
    boolean contradictory = came.threshold() > came.randomnessIn(of.traceId());
    long expected = contradictory ? -1 : Math.max(came.threshold(), threshold);
    if (left.threshold() != expected) {
      differences.add(
          "threshold",
          of
              + " has "
              + Long.toHexString(left.threshold())
              + ", not "
              + Long.toHexString(expected));
    }
    if (!left.others().equals(came.others())) {
      differences.add("trace state", of + " has " + left.others() + ", not " + came.others());
    }
  }
}
