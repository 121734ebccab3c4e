package io.spanmill.trace;

import org.jspecify.annotations.Nullable;

/**
 * Traces in the order in which they were put in; any of them can leave from anywhere in constant
 * time. Not thread-safe.
 */
public final class TraceQueue {
  /** A trace's place in one queue at a time. */
  public static final class Place {
    private final Trace trace;
    private @Nullable TraceQueue queue;
    private @Nullable Place before;
    private @Nullable Place after;

    Place(Trace trace) {
      this.trace = trace;
    }

    /** Where this is now; null if nowhere. */
    public @Nullable TraceQueue queue() {
      return queue;
    }

    public void leave() {
      if (queue != null) {
        queue.remove(this);
      }
    }
  }

  private @Nullable Place first;
  private @Nullable Place last;
  private int size;

  public int size() {
    return size;
  }

  /** The trace that has stood here longest; null if there is none. */
  public @Nullable Trace first() {
    return first == null ? null : first.trace;
  }

  /** Puts a trace at the end, taking it out of the queue where this place was. */
  public void add(Place place) {
    place.leave();
    place.queue = this;
    place.before = last;
    if (last == null) {
      first = place;
    } else {
      last.after = place;
    }
    last = place;
    size++;
  }

  private void remove(Place place) {
    if (place.before == null) {
      first = place.after;
    } else {
      place.before.after = place.after;
    }
    if (place.after == null) {
      last = place.before;
    } else {
      place.after.before = place.before;
    }
    place.queue = null;
    place.before = null;
    place.after = null;
    size--;
  }
}
