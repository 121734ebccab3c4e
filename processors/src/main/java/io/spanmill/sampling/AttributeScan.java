package io.spanmill.sampling;

import io.spanmill.otlp.AttributeKeys;
import io.spanmill.otlp.AttributeValue;
import io.spanmill.otlp.Attributes;
import io.spanmill.otlp.Origin;
import io.spanmill.trace.Shape;
import io.spanmill.trace.SpanTable;
import io.spanmill.trace.TraceView;
import io.spanmill.trace.WantedAttributes;
import io.spanmill.wire.MalformedBytesException;
import java.util.ArrayList;
import java.util.Arrays;
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

    /** Whether the value makes no difference, whatever was told before or will be. */
    boolean isIndifferentTo(AttributeValue value);

    /** Whether nothing more need be told of this trace. */
    boolean hasHeardEnough();
  }

  /** What comes from more than so many places shows some resources again. */
  private static final int MOST_SHOWN = 16;

  /** Each shape has one place where it may stand. A power of two. */
  private static final int PLACES = 4096;

  private record Asked(String name, List<Listener> listeners) {}

  private final List<Asked> asked = new ArrayList<>();
  private final AttributeValue value = new AttributeValue();
  private AttributeKeys keys = new AttributeKeys(List.of());
  private WantedAttributes wanted = new WantedAttributes(List.of());

  /** For each key, the number of the last attribute list in which it stood. */
  private long[] lastSeen = {};

  private long lists;

  /** Numbers of shapes of whose attributes nobody cares to hear; negative if somebody does. */
  private final int[] known = new int[PLACES];

  /** Those whose resources this trace has shown already. */
  private final @Nullable Origin[] shown = new Origin[MOST_SHOWN];

  private int shownCount;

  /** Tells the listener of every value of this attribute from now on. */
  void listen(String name, Listener listener) {
    for (Asked one : asked) {
      if (one.name().equals(name)) {
        one.listeners().add(listener);
        return;
      }
    }
    asked.add(new Asked(name, new ArrayList<>(List.of(listener))));
    keys = new AttributeKeys(names());
    wanted = new WantedAttributes(names());
    lastSeen = new long[asked.size()];
    Arrays.fill(known, 0);
  }

  /** Of the attributes that somebody listens to. */
  List<String> names() {
    return asked.stream().map(Asked::name).toList();
  }

  /** Begins a trace. */
  void clear() {
    shownCount = 0;
  }

  void see(TraceView spans, int span) {
    if (asked.isEmpty()) {
      return;
    }
    Origin origin = spans.origin(span);
    if (!isShown(origin)) {
      scan(origin.resource());
      shown[shownCount++ % MOST_SHOWN] = origin;
    }
    SpanTable table = spans.trace().spans();
    int number = table.shapeNumber(span);
    if (number == SpanTable.NO_SHAPE || known[number & (PLACES - 1)] != number) {
      scan(attributes(spans, span, table.shape(span), number));
    }
  }

  private Attributes attributes(TraceView spans, int span, @Nullable Shape shape, int number) {
    if (shape == null || !wanted.areIn(shape)) {
      return spans.span(span).attributes();
    }
    int place = number & (PLACES - 1);
    if (known[place] != -number) {
      known[place] = isSilent(shape.attributes()) ? number : -number;
    }
    return shape.attributes();
  }

  /** Whether nobody would care to hear of these. */
  private boolean isSilent(Attributes attributes) {
    for (int place = 0; place < attributes.size(); place++) {
      try {
        int key = attributes.keyAt(place, keys);
        if (key != AttributeKeys.NONE) {
          attributes.valueAt(place, value);
          for (Listener listener : asked.get(key).listeners()) {
            if (!listener.isIndifferentTo(value)) {
              return false;
            }
          }
        }
      } catch (MalformedBytesException unreadable) {
        return false;
      }
    }
    return true;
  }

  private boolean isShown(Origin origin) {
    for (int i = 0; i < Math.min(shownCount, MOST_SHOWN); i++) {
      if (shown[i] == origin) {
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
