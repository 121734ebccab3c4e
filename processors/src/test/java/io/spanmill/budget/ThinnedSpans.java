package io.spanmill.budget;

import io.spanmill.model.Basis;
import io.spanmill.model.SpanKind;
import io.spanmill.model.StatusCode;
import io.spanmill.otlp.Origin;
import io.spanmill.trace.SpanFacts;
import io.spanmill.trace.SpanTable;
import io.spanmill.trace.Stranger;
import io.spanmill.trace.Traits;

/** Spans of which nothing matters but how long they are and the thresholds they came with. */
final class ThinnedSpans {
  private static final Traits NOBODY = new Stranger(Origin.unknown(), null);

  private ThinnedSpans() {}

  /** Spans of so many bytes each. */
  static SpanTable of(int length, long... thresholds) {
    SpanTable table = new SpanTable();
    for (long threshold : thresholds) {
      table.add(new Facts(table.size() + 1, threshold, length));
    }
    return table;
  }

  private record Facts(long spanId, long threshold, int length) implements SpanFacts {
    @Override
    public long parentId() {
      return 0;
    }

    @Override
    public SpanKind kind() {
      return SpanKind.UNSPECIFIED;
    }

    @Override
    public StatusCode status() {
      return StatusCode.UNSET;
    }

    @Override
    public Traits traits() {
      return NOBODY;
    }

    @Override
    public long startNanos() {
      return 0;
    }

    @Override
    public long endNanos() {
      return 0;
    }

    @Override
    public boolean hasEvents() {
      return false;
    }

    @Override
    public long randomness() {
      return Basis.NO_RANDOMNESS;
    }

    @Override
    public long bookedMillis() {
      return 0;
    }

    @Override
    public boolean isLate() {
      return false;
    }
  }
}
