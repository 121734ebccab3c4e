package io.spanmill.sampling.ottl;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Fields of a span, by the names of OTTL's span context. */
enum SpanField {
  NAME("name"),
  KIND("kind"),
  KIND_STRING("kind.string"),
  KIND_DEPRECATED_STRING("kind.deprecated_string"),
  STATUS_CODE("status.code"),
  STATUS_MESSAGE("status.message"),
  TRACE_ID("trace_id"),
  TRACE_ID_STRING("trace_id.string"),
  SPAN_ID("span_id"),
  SPAN_ID_STRING("span_id.string"),
  PARENT_SPAN_ID("parent_span_id"),
  PARENT_SPAN_ID_STRING("parent_span_id.string"),
  START_TIME("start_time"),
  START_TIME_UNIX_NANO("start_time_unix_nano"),
  END_TIME("end_time"),
  END_TIME_UNIX_NANO("end_time_unix_nano"),
  DROPPED_ATTRIBUTES_COUNT("dropped_attributes_count"),
  DROPPED_EVENTS_COUNT("dropped_events_count"),
  DROPPED_LINKS_COUNT("dropped_links_count");

  private final String path;

  SpanField(String path) {
    this.path = path;
  }

  String path() {
    return path;
  }

  static String allowed() {
    return "attributes[\"…\"], trace_state[\"…\"], "
        + Arrays.stream(values()).map(SpanField::path).collect(Collectors.joining(", "))
        + ", resource.attributes[\"…\"], scope.name, scope.version, scope.attributes[\"…\"]";
  }
}
