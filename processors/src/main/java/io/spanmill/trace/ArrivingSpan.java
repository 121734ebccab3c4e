package io.spanmill.trace;

import io.spanmill.model.Basis;
import io.spanmill.model.SpanKind;
import io.spanmill.model.StatusCode;
import io.spanmill.model.Threshold;
import io.spanmill.model.TraceId;
import io.spanmill.otlp.Origin;
import io.spanmill.otlp.SpanView;
import io.spanmill.otlp.TraceState;
import java.util.Collection;
import java.util.Locale;

/**
 * A span on its way in: what its bytes say, seen in the light of when it arrived. Not thread-safe;
 * one object serves all spans, one after the other.
 */
public final class ArrivingSpan implements SpanFacts {
  /** What makes a span's threshold unbelievable. */
  public enum Doubt {
    NONE,
    /** The tracestate, or the threshold in it, is not what the grammar says. */
    MALFORMED,
    /** With this threshold and the span's own randomness it would not have come. */
    INCONSISTENT,
    /** W3C's flags say that it was not sampled. */
    UNSAMPLED;

    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final long NANOS_PER_MILLI = 1_000_000;

  private final SpanView view;
  private final long maxSkewMillis;
  private final TraceState traceState = new TraceState();
  private final Shapes shapes = new Shapes();

  @SuppressWarnings("NullAway.Init") // set by arrive
  private Traits traits;

  private long bookedMillis;
  private boolean skewed;
  private long threshold;
  private long randomness;
  private Doubt doubt = Doubt.NONE;
  private boolean late;

  /**
   * @param view where the span is read; whoever aims it calls {@link #arrive} afterwards
   * @param maxSkewMillis how far a span's end may be from its arrival before the latter is believed
   */
  public ArrivingSpan(SpanView view, long maxSkewMillis) {
    this.view = view;
    this.maxSkewMillis = maxSkewMillis;
  }

  /** From now on, spans tell by their {@link Shape} of these attributes. */
  public void ask(Collection<String> attributes) {
    shapes.ask(attributes);
  }

  /** Takes in the span at which the view is aimed now. */
  public void arrive(Origin from, long arrivalMillis) {
    late = false;
    book(arrivalMillis);
    readTraceState();
    traits = shapes.of(from, view);
  }

  private void book(long arrivalMillis) {
    long endMillis = view.endNanos() / NANOS_PER_MILLI;
    skewed = view.endNanos() < 0 || Math.abs(endMillis - arrivalMillis) > maxSkewMillis;
    bookedMillis = skewed ? arrivalMillis : endMillis;
  }

  private void readTraceState() {
    threshold = Threshold.ABSENT;
    randomness = Basis.NO_RANDOMNESS;
    doubt = Doubt.NONE;
    if (!view.hasTraceState()) {
      return;
    }
    traceState.read(view.bytes(), view.traceStateFrom(), view.traceStateTo());
    randomness = traceState.randomness();
    threshold = traceState.threshold();
    long own = randomness == Basis.NO_RANDOMNESS ? traceRandomness() : randomness;
    doubt = doubt(own);
    if (doubt != Doubt.NONE) {
      threshold = Threshold.UNKNOWN;
    }
  }

  private Doubt doubt(long own) {
    if (traceState.thresholdUnknown()) {
      return Doubt.MALFORMED;
    }
    if (threshold > own) {
      return Doubt.INCONSISTENT;
    }
    int flags = view.flags() & SpanView.W3C_FLAGS;
    boolean unsampled = flags != 0 && (flags & SpanView.SAMPLED) == 0;
    return threshold != Threshold.ABSENT && unsampled ? Doubt.UNSAMPLED : Doubt.NONE;
  }

  private long traceRandomness() {
    return TraceId.randomness(view.traceIdLow());
  }

  public SpanView view() {
    return view;
  }

  /** Why its threshold is {@link Threshold#UNKNOWN}, as far as the span alone can tell. */
  public Doubt doubt() {
    return doubt;
  }

  /** Takes of its threshold only what agrees with what the trace's verdict rests on. */
  public void settle(Basis basis) {
    threshold = basis.settled(threshold, randomness);
  }

  /** Its name, as far as we use it to name things; mostly the same object for equal ones. */
  String name() {
    return traits instanceof Shape shape ? shape.name() : view.name();
  }

  /** Whether its end was not believed, so that it counts at its arrival. */
  public boolean isSkewed() {
    return skewed;
  }

  public void markLate() {
    late = true;
  }

  @Override
  public long spanId() {
    return view.spanId();
  }

  @Override
  public long parentId() {
    return view.parentId();
  }

  @Override
  public SpanKind kind() {
    return view.kind();
  }

  @Override
  public StatusCode status() {
    return view.status();
  }

  @Override
  public Traits traits() {
    return traits;
  }

  @Override
  public long startNanos() {
    return view.startNanos();
  }

  @Override
  public long endNanos() {
    return view.endNanos();
  }

  @Override
  public boolean hasEvents() {
    return view.hasEvents();
  }

  @Override
  public long bookedMillis() {
    return bookedMillis;
  }

  @Override
  public long threshold() {
    return threshold;
  }

  @Override
  public long randomness() {
    return randomness;
  }

  @Override
  public int length() {
    return view.length();
  }

  @Override
  public boolean isLate() {
    return late;
  }
}
