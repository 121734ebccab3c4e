package io.spanmill.trace;

import io.spanmill.model.TraceId;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Traces by id, without an object per look-up: open addressing. Not thread-safe. */
public final class TraceMap {
  private @Nullable Trace[] slots = new Trace[1024];
  private int size;

  public int size() {
    return size;
  }

  public @Nullable Trace find(long idHigh, long idLow) {
    int at = TraceId.hash(idHigh, idLow) & (slots.length - 1);
    for (Trace trace = slots[at]; trace != null; trace = slots[at]) {
      if (trace.idLow() == idLow && trace.idHigh() == idHigh) {
        return trace;
      }
      at = (at + 1) & (slots.length - 1);
    }
    return null;
  }

  /** Adds a trace whose id is not there. */
  public void add(Trace trace) {
    if (size * 3 >= slots.length * 2) {
      grow();
    }
    enter(trace);
    size++;
  }

  private void enter(Trace trace) {
    int at = home(trace);
    while (slots[at] != null) {
      at = (at + 1) & (slots.length - 1);
    }
    slots[at] = trace;
  }

  private void grow() {
    @Nullable Trace[] old = slots;
    slots = new Trace[old.length * 2];
    for (Trace trace : old) {
      if (trace != null) {
        enter(trace);
      }
    }
  }

  /** Removes a trace that is there; those behind it move up, so that no gap parts them. */
  public void remove(Trace trace) {
    int gap = home(trace);
    while (slots[gap] != trace) {
      gap = (gap + 1) & (slots.length - 1);
    }
    int at = gap;
    while (true) {
      at = (at + 1) & (slots.length - 1);
      Trace next = slots[at];
      if (next == null) {
        break;
      }
      if (((at - home(next)) & (slots.length - 1)) >= ((at - gap) & (slots.length - 1))) {
        slots[gap] = next;
        gap = at;
      }
    }
    slots[gap] = null;
    size--;
  }

  public void forEach(Consumer<Trace> action) {
    for (Trace trace : slots) {
      if (trace != null) {
        action.accept(trace);
      }
    }
  }

  private int home(Trace trace) {
    return TraceId.hash(trace.idHigh(), trace.idLow()) & (slots.length - 1);
  }
}
