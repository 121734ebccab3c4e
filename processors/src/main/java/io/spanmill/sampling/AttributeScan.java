package io.spanmill.sampling;

import io.spanmill.otlp.AttributeKeys;
import io.spanmill.otlp.AttributeValue;
import io.spanmill.otlp.Attributes;
import io.spanmill.otlp.Origin;
import io.spanmill.trace.TraceView;
import io.spanmill.wire.MalformedBytesException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the attributes of spans and resources once for all policies that ask for some. Not
 * thread-safe.
 */
final class AttributeScan {
  /** Hears of the values of one attribute. */
  interface Listener {
    /** The value, good until this returns. */
    void value(AttributeValue value);

    /** Whether nothing more need be told of this trace. */
    boolean hasHeardEnough();
  }

  /** What comes from more than so many places shows some resources again. */
  private static final int MOST_KNOWN = 16;

  private record Asked(String name, List<Listener> listeners) {}

  private final List<Asked> asked = new ArrayList<>();
  private final AttributeValue value = new AttributeValue();
  private AttributeKeys keys = new AttributeKeys(List.of());

  /** For each key, the number of the last attribute list in which it stood. */
  private long[] lastSeen = {};

  private long lists;

  /** Those whose resources this trace has shown already. */
  private final @Nullable Origin[] known = new Origin[MOST_KNOWN];

  private int knownCount;

  /** Tells the listener of every value of this attribute from now on. */
  void listen(String name, Listener listener) {
    for (Asked one : asked) {
      if (one.name().equals(name)) {
        one.listeners().add(listener);
        return;
      }
    }
    asked.add(new Asked(name, new ArrayList<>(List.of(listener))));
    keys = new AttributeKeys(asked.stream().map(Asked::name).toList());
    lastSeen = new long[asked.size()];
  }

  /** Begins a trace. */
  void clear() {
    knownCount = 0;
  }

  void see(TraceView spans, int span) {
    if (asked.isEmpty()) {
      return;
    }
    Origin origin = spans.origin(span);
    if (!isKnown(origin)) {
      scan(origin.resource());
      known[knownCount++ % MOST_KNOWN] = origin;
    }
    scan(spans.span(span).attributes());
  }

  private boolean isKnown(Origin origin) {
    for (int i = 0; i < Math.min(knownCount, MOST_KNOWN); i++) {
      if (known[i] == origin) {
        return true;
      }
    }
    return false;
  }

  private void scan(Attributes attributes) {
    lists++;
    for (int place = 0; place < attributes.size(); place++) {
      try {
        scan(attributes, place);
      } catch (MalformedBytesException unreadable) {
        // It is as good as absent.
      }
    }
  }

  /** Of a name that stands twice the first counts. */
  private void scan(Attributes attributes, int place) throws MalformedBytesException {
    int key = attributes.keyAt(place, keys);
    if (key != AttributeKeys.NONE && lastSeen[key] != lists) {
      lastSeen[key] = lists;
      tell(attributes, place, asked.get(key).listeners());
    }
  }

  private void tell(Attributes attributes, int place, List<Listener> listeners)
      throws MalformedBytesException {
    boolean read = false;
    for (int i = 0; i < listeners.size(); i++) {
      Listener listener = listeners.get(i);
      if (!listener.hasHeardEnough()) {
        if (!read) {
          attributes.valueAt(place, value);
          read = true;
        }
        listener.value(value);
      }
    }
  }
}
