package io.spanmill.embedded;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The traces that a probability alone keeps, by the trace ids and trace states of the input. */
final class KeptSet {
  private final Map<String, Long> randomness = new HashMap<>();
  private final ServiceNames names = new ServiceNames();

  static KeptSet of(RequestStream input) throws IOException {
    KeptSet set = new KeptSet();
    for (StoredRequest r = input.next(); r != null; r = input.next()) {
      RawSpan.each(RequestBytes.asProtobuf(r.value()), set::add);
    }
    return set;
  }

  private void add(RawSpan span) throws IOException {
    String traceId = span.identity(names).traceId();
    ToldState state = ToldState.of(span.state());
    if (state.randomness() >= 0 || !randomness.containsKey(traceId)) {
      randomness.put(traceId, state.randomnessIn(traceId));
    }
  }

  /** Those whose randomness reaches a threshold. */
  Set<String> at(String threshold) {
    Set<String> traces = new HashSet<>();
    randomness.forEach(
        (traceId, bits) -> {
          if (bits >= ToldState.bits(threshold)) {
            traces.add(traceId);
          }
        });
    return traces;
  }

  void compare(String threshold, LocalOutput output, Differences differences) throws IOException {
    Set<String> expected = at(threshold);
    for (Json decision : output.decisions()) {
      String traceId = decision.text("trace_id");
      if (decision.flag("kept") != expected.remove(traceId)) {
        differences.add("verdict", traceId + " kept: " + decision.flag("kept"));
      } else if (decision.flag("kept") && !decision.text("threshold").equals(threshold)) {
        differences.add("verdict", traceId + " kept at " + decision.text("threshold"));
      }
    }
    expected.forEach(lost -> differences.add("verdict", lost + " is not decided"));
  }
}
