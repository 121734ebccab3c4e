package io.spanmill.errors;

import io.spanmill.otlp.AttributeKey;
import io.spanmill.otlp.AttributeValue;
import io.spanmill.otlp.Attributes;
import io.spanmill.wire.MalformedBytesException;
import java.util.List;

/**
 * Names what a span without an exception has failed with, by its attributes of either generation of
 * the semantic conventions. Not thread-safe.
 */
final class StatusReader {
  private static final AttributeKey ERROR_TYPE = new AttributeKey("error.type");
  private static final List<AttributeKey> HTTP =
      List.of(new AttributeKey("http.response.status_code"), new AttributeKey("http.status_code"));
  private static final List<AttributeKey> GRPC =
      List.of(
          new AttributeKey("rpc.response.status_code"),
          new AttributeKey("rpc.grpc.status_code"),
          new AttributeKey("grpc.status_code"));
  private static final int FIRST_FAULT = 400;

  /** By number, as gRPC has them. */
  private static final List<String> GRPC_NAMES =
      List.of(
          "OK",
          "CANCELLED",
          "UNKNOWN",
          "INVALID_ARGUMENT",
          "DEADLINE_EXCEEDED",
          "NOT_FOUND",
          "ALREADY_EXISTS",
          "PERMISSION_DENIED",
          "RESOURCE_EXHAUSTED",
          "FAILED_PRECONDITION",
          "ABORTED",
          "OUT_OF_RANGE",
          "UNIMPLEMENTED",
          "INTERNAL",
          "UNAVAILABLE",
          "DATA_LOSS",
          "UNAUTHENTICATED");

  private final AttributeValue value = new AttributeValue();
  private boolean specific;

  /** The HTTP status, or 0. */
  int http(Attributes span) throws MalformedBytesException {
    for (AttributeKey key : HTTP) {
      if (span.find(key, value)) {
        return number(value.text());
      }
    }
    return 0;
  }

  /** A name for the failure: {@code HTTP 502}, {@code gRPC UNAVAILABLE}, {@code timeout}. */
  String type(Attributes span) throws MalformedBytesException {
    String said = span.find(ERROR_TYPE, value) ? value.label() : "";
    specific = !said.isEmpty() && number(said) == 0 && !said.equals("_OTHER");
    if (specific) {
      return said;
    }
    int status = http(span);
    if (status < FIRST_FAULT) {
      String code = grpc(span);
      if (!code.isEmpty()) {
        return "gRPC " + code;
      }
      status = number(said);
    }
    return status < FIRST_FAULT ? "ERROR" : "HTTP " + status;
  }

  /** Whether the last {@link #type} was more than a status. */
  boolean isSpecific() {
    return specific;
  }

  private String grpc(Attributes span) throws MalformedBytesException {
    for (AttributeKey key : GRPC) {
      if (span.find(key, value)) {
        String code = value.label();
        int number = number(code);
        return number > 0 && number < GRPC_NAMES.size() ? GRPC_NAMES.get(number) : code;
      }
    }
    return "";
  }

  /** 0 if it is no number of up to three digits. */
  private static int number(String text) {
    int number = 0;
    for (int i = 0; i < text.length(); i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9 || i == 3) {
        return 0;
      }
      number = number * 10 + digit;
    }
    return number;
  }
}
