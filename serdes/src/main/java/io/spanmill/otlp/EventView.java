package io.spanmill.otlp;

import io.spanmill.wire.MalformedBytesException;
import io.spanmill.wire.ProtoReader;

/**
 * One event of a span where it lies ({@code Span.Event}). Not thread-safe; one object is aimed at
 * many events, one after the other, and holds until the next {@link #read}.
 */
public final class EventView {
  private final ProtoReader fields = new ProtoReader();
  private final Attributes attributes = new Attributes();
  private byte[] bytes = {};
  private long nanos;
  private int nameFrom;
  private int nameTo;
  private long droppedAttributes;

  /** Aims at the {@code Event} message in {@code source[start..limit)}. */
  public EventView read(byte[] source, int start, int limit) throws MalformedBytesException {
    bytes = source;
    nanos = 0;
    nameFrom = nameTo = start;
    droppedAttributes = 0;
    attributes.clear(source);
    fields.reset(source, start, limit);
    while (fields.next()) {
      readField();
    }
    return this;
  }

  private void readField() {
    switch (fields.tag()) {
      case OtlpFields.EVENT_TIME -> nanos = fields.number();
      case OtlpFields.EVENT_NAME -> {
        nameFrom = fields.from();
        nameTo = fields.to();
      }
      case OtlpFields.EVENT_ATTRIBUTES -> attributes.add(fields.from(), fields.to());
      case OtlpFields.EVENT_DROPPED_ATTRIBUTES -> droppedAttributes = fields.number();
      default -> {
        // Nobody asks for anything else.
      }
    }
  }

  /** The array that the event lies in. Not to be written to. */
  public byte[] bytes() {
    return bytes;
  }

  /** Nanoseconds since 1970; negative if the event says more than 2^63−1. */
  public long nanos() {
    return nanos;
  }

  public int nameFrom() {
    return nameFrom;
  }

  public int nameTo() {
    return nameTo;
  }

  public Attributes attributes() {
    return attributes;
  }

  public long droppedAttributes() {
    return droppedAttributes;
  }
}
