package io.spanmill.trace;

import org.jspecify.annotations.Nullable;

/**
 * Traces in the order in which they were put in; any of them can leave from anywhere in constant
 * time. Not thread-safe.
 */
public final class TraceQueue {
  /** A trace's place in one queue at a time. */
  public static final class Place {
    private final @Nullable Trace trace;
    private @Nullable Place before;
    private @Nullable Place after;

    Place(@Nullable Trace trace) {
      this.trace = trace;
    }

    /** Whether this is in a queue. */
    public boolean isTaken() {
      return before != null;
    }

    public void leave() {
      if (before != null && after != null) {
        before.after = after;
        after.before = before;
        before = null;
        after = null;
      }
    }

    private void enterBefore(Place next) {
      Place last = next.before;
      before = last;
      after = next;
      next.before = this;
      if (last != null) {
        last.after = this;
      }
    }
  }

  /** Before the first place and after the last: they form a circle. */
  private final Place end = new Place(null);

  public TraceQueue() {
    end.before = end;
    end.after = end;
  }

  /** The trace that has stood here longest; null if there is none. */
  public @Nullable Trace first() {
    return end.after == null ? null : end.after.trace;
  }

  /** Puts a trace at the end, taking it out of the queue where this place was. */
  public void add(Place place) {
    if (place != end.before) {
      place.leave();
      place.enterBefore(end);
    }
  }
}
