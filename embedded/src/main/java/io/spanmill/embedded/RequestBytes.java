package io.spanmill.embedded;

import io.spanmill.otlp.OtlpJson;
import io.spanmill.wire.MalformedBytesException;

/** The two spellings of a stored request. */
final class RequestBytes {
  private RequestBytes() {}

  /** The request as protobuf: what begins as JSON and parses as JSON is JSON. */
  static byte[] asProtobuf(byte[] request) {
    if (!OtlpJson.looksLikeJson(request)) {
      return request;
    }
    try {
      return OtlpJson.toProtobuf(request);
    } catch (MalformedBytesException protobufOrGarbage) {
      return request;
    }
  }
}
