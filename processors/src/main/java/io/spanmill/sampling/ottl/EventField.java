package io.spanmill.sampling.ottl;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Fields of an event, by the names of OTTL's span event context. */
enum EventField {
  NAME("name"),
  TIME("time"),
  TIME_UNIX_NANO("time_unix_nano"),
  DROPPED_ATTRIBUTES_COUNT("dropped_attributes_count");

  private final String path;

  EventField(String path) {
    this.path = path;
  }

  String path() {
    return path;
  }

  static String allowed() {
    return "attributes[\"…\"], "
        + Arrays.stream(values()).map(EventField::path).collect(Collectors.joining(", "))
        + ", span.…, resource.attributes[\"…\"], scope.…";
  }
}
