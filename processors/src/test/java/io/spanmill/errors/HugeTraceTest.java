package io.spanmill.errors;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanmill.fixture.OpenTrace;
import io.spanmill.fixture.TestSpan;
import io.spanmill.model.SpanKind;
import io.spanmill.model.StatusCode;
import io.spanmill.otlp.Origin;
import io.spanmill.trace.Trace;
import io.spanmill.trace.TraceView;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whoever looks at each pair of its spans never comes back from a trace of this size. */
class HugeTraceTest {
  private static final int SPANS = 100_000;

  private static List<FoundError> errors(List<TestSpan> spans) {
    Trace trace = new OpenTrace(0).add(spans).trace();
    TraceView view = new TraceView().open(trace);
    FailureReader reader = new FailureReader();
    List<Failure> failures = new ArrayList<>();
    for (int span = 0; span < spans.size(); span++) {
      Failure failure = reader.read(view.span(span), Origin.unknown(), span);
      if (failure != null) {
        failures.add(failure);
      }
    }
    return new TraceErrors(trace.spans(), trace.tree(), failures, span -> "op").find();
  }

  private static TestSpan failed(int id, int parent, String service, SpanKind kind) {
    return TestSpan.of(id, parent, service, kind).with(StatusCode.ERROR);
  }

  @Test
  void manyEchoesOfOneSpanAreOneError() {
    List<TestSpan> spans = new ArrayList<>();
    spans.add(failed(1, 0, "a", SpanKind.SERVER));
    spans.add(failed(2, 1, "a", SpanKind.INTERNAL));
    for (int id = 3; id <= SPANS; id++) {
      spans.add(failed(id, 2, "a", SpanKind.INTERNAL));
    }
    assertThat(errors(spans)).hasSize(1);
  }

  @Test
  void eachOfManyErrorsAboveAnotherKnowsWhereTheTraceBegan() {
    List<TestSpan> spans = new ArrayList<>();
    for (int id = 1; id <= SPANS; id++) {
      spans.add(failed(id, id - 1, "s" + id % 2, SpanKind.CONSUMER));
    }
    assertThat(errors(spans)).hasSize(SPANS);
  }
}
