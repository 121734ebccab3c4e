package io.spanmill.trace;

import io.spanmill.model.SpanKind;
import io.spanmill.model.StatusCode;
import io.spanmill.model.TraceId;
import io.spanmill.otlp.Origin;
import io.spanmill.otlp.SpanView;
import io.spanmill.otlp.TraceState;
import org.jspecify.annotations.Nullable;

/**
 * A span on its way in: what its bytes say, seen in the light of when it arrived. Not thread-safe;
 * one object serves all spans, one after the other.
 */
public final class ArrivingSpan implements SpanFacts {
  /** There is no {@code rv}. */
  public static final long NO_RANDOMNESS = -1;

  private static final long NANOS_PER_MILLI = 1_000_000;

  private final SpanView view;
  private final long maxSkewMillis;
  private final TraceState traceState = new TraceState();
  private final PeerNames peerNames = new PeerNames();

  @SuppressWarnings("NullAway.Init") // set by arrive
  private Origin origin;

  private long bookedMillis;
  private boolean skewed;
  private long threshold;
  private long randomness;
  private boolean late;
  private @Nullable Peer peer;

  /**
   * @param view where the span is read; whoever aims it calls {@link #arrive} afterwards
   * @param maxSkewMillis how far a span's end may be from its arrival before the latter is believed
   */
  public ArrivingSpan(SpanView view, long maxSkewMillis) {
    this.view = view;
    this.maxSkewMillis = maxSkewMillis;
  }

  /** Takes in the span at which the view is aimed now. */
  public void arrive(Origin from, long arrivalMillis) {
    origin = from;
    late = false;
    book(arrivalMillis);
    readTraceState();
    peer = kind().isCalling() ? peerNames.of(view.attributes()) : null;
  }

  private void book(long arrivalMillis) {
    long endMillis = view.endNanos() / NANOS_PER_MILLI;
    skewed = view.endNanos() < 0 || Math.abs(endMillis - arrivalMillis) > maxSkewMillis;
    bookedMillis = skewed ? arrivalMillis : endMillis;
  }

  private void readTraceState() {
    threshold = SpanTable.NO_THRESHOLD;
    randomness = NO_RANDOMNESS;
    if (!view.hasTraceState()) {
      return;
    }
    traceState.read(view.bytes(), view.traceStateFrom(), view.traceStateTo());
    randomness = traceState.randomness();
    threshold = traceState.threshold();
    long own = randomness == NO_RANDOMNESS ? traceRandomness() : randomness;
    if (traceState.thresholdUnknown() || threshold > own) {
      threshold = SpanTable.UNKNOWN_THRESHOLD;
    }
  }

  private long traceRandomness() {
    return TraceId.randomness(view.traceIdLow());
  }

  public SpanView view() {
    return view;
  }

  /** The span's own {@code rv}, or {@link #NO_RANDOMNESS}. */
  public long randomness() {
    return randomness;
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
  public Origin origin() {
    return origin;
  }

  @Override
  public @Nullable Peer peer() {
    return peer;
  }

  @Override
  public long durationNanos() {
    return view.durationNanos();
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
  public int length() {
    return view.length();
  }

  @Override
  public boolean isLate() {
    return late;
  }
}
