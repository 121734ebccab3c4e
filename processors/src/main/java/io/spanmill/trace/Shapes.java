package io.spanmill.trace;

import io.spanmill.otlp.AttributeValue;
import io.spanmill.otlp.Origin;
import io.spanmill.otlp.SpanView;
import io.spanmill.wire.Ints;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the shapes of spans as they arrive. Where there are too many to know them all, some spans
 * have none, and are looked at one by one. Not thread-safe.
 */
final class Shapes {
  /** So many are known, in a table twice that size. A power of two. */
  private static final int MOST = 4096;

  private static final int MOST_BYTES = 2 << 20;

  /**
   * So many spans are strangers before all shapes are forgotten, as others may have become common.
   * Spans that were never seen alike leave a shape behind only once in so many then.
   */
  private static final int STRANGERS = 32 * MOST;

  private final PeerNames peerNames = new PeerNames();
  private final Ints selected = new Ints();
  private final @Nullable Shape[] slots = new Shape[2 * MOST];
  private final int[] hashes = new int[2 * MOST];
  private AskedAttributes asked = new AskedAttributes(List.of());
  private int lastNumber;
  private int size;
  private int bytes;
  private int strangers;

  /** Spans that arrive from now on tell by their shape of these attributes, and of no others. */
  void ask(Collection<String> attributes) {
    asked = new AskedAttributes(attributes);
    clear();
  }

  private void clear() {
    Arrays.fill(slots, null);
    size = 0;
    bytes = 0;
    strangers = 0;
  }

  /** The span's shape, or who it is where there are too many of them. */
  Traits of(Origin origin, SpanView span) {
    selected.clear();
    span.attributes().select(asked.keys(span.kind()), selected);
    int hash = hash(origin, span);
    int at = hash & (slots.length - 1);
    for (Shape shape = slots[at]; shape != null; shape = slots[at]) {
      if (hashes[at] == hash && shape.isOf(origin, span, selected)) {
        return shape;
      }
      at = (at + 1) & (slots.length - 1);
    }
    return hasRoom() ? add(at, hash, origin, span) : new Stranger(origin, peer(span));
  }

  private boolean hasRoom() {
    if (size < MOST && bytes < MOST_BYTES) {
      return true;
    }
    if (++strangers == STRANGERS) {
      clear();
    }
    return false;
  }

  private Shape add(int at, int hash, Origin origin, SpanView span) {
    lastNumber = lastNumber % Shape.MOST_NUMBER + 1;
    Shape shape = new Shape(lastNumber, origin, span, asked, selected, peer(span));
    slots[at] = shape;
    hashes[at] = hash;
    size++;
    bytes += shape.footprint();
    return shape;
  }

  private int hash(Origin origin, SpanView span) {
    int hash = System.identityHashCode(origin) * 31 + span.kind().ordinal();
    hash = hash * 31 + span.status().ordinal();
    hash = hash * 31 + AttributeValue.textHash(span.bytes(), span.nameFrom(), span.nameTo());
    for (int i = 0; i < selected.size(); i += 2) {
      int value = AttributeValue.textHash(span.bytes(), selected.at(i), selected.at(i + 1));
      hash = hash * 31 + value;
    }
    return hash;
  }

  private @Nullable Peer peer(SpanView span) {
    return span.kind().isCalling() ? peerNames.of(span.attributes()) : null;
  }
}
