package io.spanmill.model;

/** OTLP's status codes; the ordinal is OTLP's number. */
public enum StatusCode {
  UNSET,
  OK,
  ERROR;

  /** The name as OTLP/JSON and the Collector write it: {@code STATUS_CODE_ERROR}. */
  public String otlpName() {
    return "STATUS_CODE_" + name();
  }
}
