package io.spanmill.receiver;

/**
 * Why a request is not taken, and how OTLP says so: an HTTP status, a gRPC status, and whether the
 * sender shall come again. What is said of retrying follows <a
 * href="https://opentelemetry.io/docs/specs/otlp/">OTLP's specification</a>: 429 and 503, {@code
 * UNAVAILABLE}, and {@code RESOURCE_EXHAUSTED} if it carries a {@code RetryInfo}.
 */
public enum Refusal {
  /** The request cannot be read. The same bytes will never be taken. */
  MALFORMED(400, 3),
  /** No token, or a wrong one. */
  UNAUTHENTICATED(401, 16),
  NOT_FOUND(404, 12),
  WRONG_METHOD(405, 12),
  TOO_LARGE(413, 8),
  UNSUPPORTED(415, 12),
  /** As much as may wait is waiting. */
  FULL(429, 8),
  /** The destination did not take it for a reason that another attempt will meet again. */
  LEFT_OUT(500, 13),
  /** Shutting down, or the destination did not confirm it in time. */
  UNAVAILABLE(503, 14);

  private final int httpStatus;
  private final int grpcStatus;

  Refusal(int httpStatus, int grpcStatus) {
    this.httpStatus = httpStatus;
    this.grpcStatus = grpcStatus;
  }

  int httpStatus() {
    return httpStatus;
  }

  int grpcStatus() {
    return grpcStatus;
  }

  /** Whether the sender shall try again. */
  boolean isTransient() {
    return this == FULL || this == UNAVAILABLE;
  }
}
