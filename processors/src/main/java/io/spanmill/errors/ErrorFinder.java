package io.spanmill.errors;

import io.spanmill.model.ErrorSum;
import io.spanmill.model.StatusCode;
import io.spanmill.model.TraceId;
import io.spanmill.otlp.SpanView;
import io.spanmill.trace.ArrivingSpan;
import io.spanmill.trace.Milled;
import io.spanmill.trace.SpanTable;
import io.spanmill.trace.Trace;
import io.spanmill.trace.TraceView;
import io.spanmill.trace.Weights;
import io.spanmill.window.Gatherer;
import io.spanmill.window.LocalSums;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the errors of a trace, whatever became of it: a call that fails five spans is one error,
 * counted in the window in which the span ended where it arose. Only examples ask whether the trace
 * was kept. A span that has no event and did not fail costs a look. Not thread-safe.
 */
public final class ErrorFinder implements Gatherer {
  private final FailureReader reader = new FailureReader();
  private final Grouping grouping;
  private final ErrorCounter counter;
  private final LateErrors late;
  private final List<Failure> failures = new ArrayList<>();

  public ErrorFinder(ErrorsConfig config, Weights weights, LocalSums<ErrorSum> sums) {
    grouping = new Grouping(config.applicationFrames());
    counter = new ErrorCounter(config.window().toMillis(), weights, sums);
    late = new LateErrors(grouping, counter, weights);
  }

  @Override
  public void closed(Milled.Closed closed) {
    TraceView view = closed.spans();
    SpanTable spans = view.trace().spans();
    for (int span = 0; span < spans.size(); span++) {
      if (spans.status(span) == StatusCode.ERROR || spans.hasEvents(span)) {
        Failure failure = reader.read(view.span(span), view.origin(span), span);
        if (failure != null) {
          failures.add(failure);
        }
      }
    }
    if (!failures.isEmpty()) {
      count(view, closed.verdict().kept() ? view.trace().id() : null);
      failures.clear();
    }
  }

  private void count(TraceView view, @Nullable TraceId example) {
    Trace trace = view.trace();
    SpanTable spans = trace.spans();
    TraceErrors errors =
        new TraceErrors(spans, trace.tree(), failures, span -> view.span(span).name());
    List<CountedError> counted = new ArrayList<>(1);
    for (FoundError found : errors.find()) {
      Failure failure = failures.get(found.failure());
      CountedError error =
          new CountedError(found, grouping.of(failure, spans.service(failure.span())));
      counter.give(spans, failure, error, example);
      counted.add(error);
    }
    late.begin(trace, errors, failures, counted);
  }

  @Override
  public void late(Milled.Late arrival) {
    ArrivingSpan span = arrival.span();
    SpanView view = span.view();
    Trace trace = late.linked(arrival.lingering());
    Failure failure =
        span.status() == StatusCode.ERROR || view.hasEvents()
            ? reader.read(view, span.origin(), trace == null ? 0 : trace.spans().size() - 1)
            : null;
    TraceId id = new TraceId(view.traceIdHigh(), view.traceIdLow());
    TraceId example = arrival.kept() ? id : null;
    if (trace != null && (failure != null || late.concern(trace))) {
      late.add(trace, view.name(), failure, example);
    } else if (trace == null && failure != null) {
      late.addAlone(span, failure, example);
    }
  }
}
