package io.spanmill.model;

/** OTLP's span kinds; the ordinal is OTLP's number. */
public enum SpanKind {
  UNSPECIFIED,
  INTERNAL,
  SERVER,
  CLIENT,
  PRODUCER,
  CONSUMER;

  /** Whether such a span is one side's view of a call to somebody else. */
  public boolean isCalling() {
    return this == CLIENT || this == PRODUCER;
  }

  /** Whether such a span is one side's view of a call from somebody else. */
  public boolean isServing() {
    return this == SERVER || this == CONSUMER;
  }

  /** The name as OTLP/JSON and the Collector write it: {@code SPAN_KIND_SERVER}. */
  public String otlpName() {
    return "SPAN_KIND_" + name();
  }
}
