package io.spanmill.sampling;

import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.TracesData;
import io.spanmill.fixture.ExactThresholds;
import io.spanmill.fixture.OpenTrace;
import io.spanmill.fixture.TestSpan;
import io.spanmill.model.CloseReason;
import io.spanmill.model.Threshold;
import io.spanmill.model.Verdict;
import io.spanmill.otlp.TraceState;
import io.spanmill.trace.TraceView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** From the spans of a trace to the verdict, and to the bytes of what is kept. */
final class TailSampling {
  /** What became of a trace; without spans unless it was kept. */
  record Outcome(Verdict verdict, List<Span> kept) {
    /** The threshold that each kept span was written with, in canonical digits, by span id. */
    Map<Long, String> thresholds() {
      Map<Long, String> thresholds = new TreeMap<>();
      for (Span span : kept) {
        TraceState state = state(span);
        if (state.threshold() != TraceState.NONE) {
          long id = span.getSpanId().asReadOnlyByteBuffer().getLong();
          thresholds.put(id, Threshold.encode(state.threshold()));
        }
      }
      return thresholds;
    }
  }

  private final Sampler sampler;

  TailSampling(SamplingConfig config) {
    sampler = new Sampler(config, new ExactThresholds());
  }

  /** The trace with the id of its first span. */
  Outcome of(List<TestSpan> spans) {
    TestSpan first = spans.get(0);
    return of(new OpenTrace(first.idHigh(), first.idLow(), 0).add(spans));
  }

  Outcome of(OpenTrace trace) {
    TraceView view = trace.view();
    Verdict verdict = sampler.judge(view);
    trace.trace().decide(verdict, CloseReason.IDLE, 0);
    List<Span> kept = new ArrayList<>();
    if (verdict.kept()) {
      new KeptTraceWriter(1 << 20, 8 << 20)
          .write(view, verdict.threshold(), verdict.basis(), bytes -> kept.addAll(spans(bytes)));
    }
    return new Outcome(verdict, kept);
  }

  static TraceState state(Span span) {
    byte[] bytes = span.getTraceStateBytes().toByteArray();
    TraceState state = new TraceState();
    state.read(bytes, 0, bytes.length);
    return state;
  }

  private static List<Span> spans(byte[] traces) {
    try {
      return TracesData.parseFrom(traces).getResourceSpansList().stream()
          .flatMap(resource -> resource.getScopeSpansList().stream())
          .flatMap(scope -> scope.getSpansList().stream())
          .toList();
    } catch (InvalidProtocolBufferException malformed) {
      throw new AssertionError(malformed);
    }
  }
}
