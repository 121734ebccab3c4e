package io.spanmill.otlp;

import org.jspecify.annotations.Nullable;

/**
 * What a request is about. The three kinds of request have the same outline: resources, scopes in
 * them, items in those, under the same field numbers.
 */
public enum Signal {
  TRACES("traces", "trace", "Trace", "resourceSpans", "rejectedSpans", "span"),
  METRICS("metrics", "metrics", "Metrics", "resourceMetrics", "rejectedDataPoints", "metric"),
  LOGS("logs", "logs", "Logs", "resourceLogs", "rejectedLogRecords", "log record");

  private final String label;
  private final String path;
  private final String grpcPath;
  private final String resources;
  private final String rejected;
  private final String item;

  Signal(
      String name, String proto, String service, String resources, String rejected, String item) {
    this.label = name;
    this.path = "/v1/" + name;
    this.grpcPath = "/opentelemetry.proto.collector." + proto + ".v1." + service + "Service/Export";
    this.resources = resources;
    this.rejected = rejected;
    this.item = item;
  }

  /** As it is called in paths and settings: {@code traces}. */
  public String label() {
    return label;
  }

  /** Where OTLP/HTTP sends it. */
  public String path() {
    return path;
  }

  /** The method that OTLP/gRPC calls. */
  public String grpcPath() {
    return grpcPath;
  }

  /** Name, in JSON, of a request's only field. */
  public String resources() {
    return resources;
  }

  /** Name, in JSON, of the field that counts what was rejected. */
  public String rejected() {
    return rejected;
  }

  /** What a request has many of. */
  public String item() {
    return item;
  }

  /** Null for another path. */
  public static @Nullable Signal ofPath(String path) {
    for (Signal signal : values()) {
      if (signal.path.equals(path)) {
        return signal;
      }
    }
    return null;
  }

  /** Null for another method. */
  public static @Nullable Signal ofGrpcPath(String path) {
    for (Signal signal : values()) {
      if (signal.grpcPath.equals(path)) {
        return signal;
      }
    }
    return null;
  }
}
