package io.spanmill.trace;

import io.spanmill.model.SpanKind;
import io.spanmill.model.StatusCode;
import io.spanmill.otlp.Attributes;
import io.spanmill.otlp.Origin;
import io.spanmill.otlp.SpanView;
import io.spanmill.wire.Ints;
import io.spanmill.wire.LittleEndian;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What spans have in common that differ in nothing but ids, times, and attributes that nobody asks
 * for. Of these there are few, beside the spans: what follows from a shape is found once, and not
 * for each span. Immutable; mostly, but not always, spans of one shape have the same object.
 */
public final class Shape implements Traits {
  /** They begin again after this: no span of the first is open any more then. */
  static final int MOST_NUMBER = (1 << 26) - 1;

  private static final int MISMATCH = -1;

  private final int number;
  private final Origin origin;
  private final SpanKind kind;
  private final StatusCode status;
  private final byte[] look;
  private final byte[] nameUtf8;
  private final Attributes attributes;
  private final AskedAttributes asked;
  private final @Nullable Peer peer;
  private final String name;

  /**
   * @param number no other shape's for a long time
   * @param selected where those attributes lie in the span's bytes that are asked for
   */
  Shape(
      int number,
      Origin origin,
      SpanView span,
      AskedAttributes asked,
      Ints selected,
      @Nullable Peer peer) {
    this.number = number;
    this.origin = origin;
    this.kind = span.kind();
    this.status = span.status();
    this.look = look(span, selected);
    this.nameUtf8 = Arrays.copyOfRange(span.bytes(), span.nameFrom(), span.nameTo());
    this.name = span.name();
    this.asked = asked;
    this.attributes = Attributes.copyOf(span.bytes(), selected);
    this.peer = peer;
  }

  /** Whether the span has this shape, if its attributes that are asked for lie there. */
  boolean isOf(Origin from, SpanView span, Ints selected) {
    return origin == from
        && kind == span.kind()
        && status == span.status()
        && looksLike(span, selected);
  }

  private boolean looksLike(SpanView span, Ints selected) {
    int at = matched(span.bytes(), span.nameFrom(), span.nameTo(), 0);
    for (int i = 0; i < selected.size() && at != MISMATCH; i += 2) {
      at = matched(span.bytes(), selected.at(i), selected.at(i + 1), at);
    }
    return at == look.length;
  }

  /** Where the next part of the look begins, if these bytes are the one at that place. */
  private int matched(byte[] bytes, int from, int to, int at) {
    int begin = at + Integer.BYTES;
    int end = begin + to - from;
    boolean fits = end <= look.length && LittleEndian.readInt(look, at) == to - from;
    return fits && Arrays.equals(look, begin, end, bytes, from, to) ? end : MISMATCH;
  }

  /** Name and attributes, each behind its length, in one array: it is looked at for each span. */
  private static byte[] look(SpanView span, Ints selected) {
    int size = Integer.BYTES + span.nameTo() - span.nameFrom();
    for (int i = 0; i < selected.size(); i += 2) {
      size += Integer.BYTES + selected.at(i + 1) - selected.at(i);
    }
    byte[] look = new byte[size];
    int at = append(span.bytes(), span.nameFrom(), span.nameTo(), look, 0);
    for (int i = 0; i < selected.size(); i += 2) {
      at = append(span.bytes(), selected.at(i), selected.at(i + 1), look, at);
    }
    return look;
  }

  private static int append(byte[] bytes, int from, int to, byte[] look, int at) {
    LittleEndian.writeInt(look, at, to - from);
    System.arraycopy(bytes, from, look, at + Integer.BYTES, to - from);
    return at + Integer.BYTES + to - from;
  }

  /** From 1 to {@link #MOST_NUMBER}. */
  int number() {
    return number;
  }

  @Override
  public Origin origin() {
    return origin;
  }

  public SpanKind kind() {
    return kind;
  }

  public StatusCode status() {
    return status;
  }

  /** The name in UTF-8, as far as we use it to name things. Not to be written to. */
  public byte[] nameUtf8() {
    return nameUtf8;
  }

  /** The same as text. */
  String name() {
    return name;
  }

  /** Those that are asked for, in the span's order; see {@link WantedAttributes}. */
  public Attributes attributes() {
    return attributes;
  }

  AskedAttributes asked() {
    return asked;
  }

  @Override
  public @Nullable Peer peer() {
    return peer;
  }

  /** Bytes that this takes in memory, about. */
  int footprint() {
    return 250 + look.length + 2 * nameUtf8.length + attributes.footprint();
  }
}
