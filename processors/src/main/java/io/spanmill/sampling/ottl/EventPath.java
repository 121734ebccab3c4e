package io.spanmill.sampling.ottl;

import io.spanmill.otlp.EventView;

/** Reads a field of the event. */
final class EventPath implements Operand {
  private final EventField field;

  EventPath(EventField field) {
    this.field = field;
  }

  @Override
  public void read(Subject subject, Value into) {
    EventView event = subject.event();
    switch (field) {
      case NAME -> into.text(event.bytes(), event.nameFrom(), event.nameTo());
      case TIME -> into.time(event.nanos());
      case TIME_UNIX_NANO -> into.integer(event.nanos());
      case DROPPED_ATTRIBUTES_COUNT -> into.integer(event.droppedAttributes());
    }
  }
}
