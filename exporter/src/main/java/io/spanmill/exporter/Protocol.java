package io.spanmill.exporter;

/** How OTLP travels; the names are those of {@code OTEL_EXPORTER_OTLP_PROTOCOL}. */
public enum Protocol {
  HTTP_PROTOBUF("http/protobuf"),
  GRPC("grpc");

  private final String spelling;

  Protocol(String spelling) {
    this.spelling = spelling;
  }

  /** As it is configured. */
  @Override
  public String toString() {
    return spelling;
  }
}
