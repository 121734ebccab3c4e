package io.spanmill.embedded;

import io.spanmill.otlp.OtlpJson;
import io.spanmill.wire.MalformedBytesException;

/**
 * The same request at another time and of other traces: all times of spans and events are moved,
 * all trace ids, those of links too, are renewed. Nothing else changes. A time of 0 is none, and
 * stays.
 *
 * @param nanos how far times move, in nanoseconds
 * @param ids the other trace ids
 */
record RequestShift(long nanos, FreshIds ids) {
  /**
   * Takes and gives the spelling, protobuf or JSON, that the request has.
   *
   * @throws MalformedBytesException if it is neither
   */
  byte[] apply(byte[] request) throws MalformedBytesException {
    return OtlpJson.looksLikeJson(request)
        ? new JsonShift(this).apply(request)
        : new ProtobufShift(this).apply(request);
  }

  long moved(long timeNanos) {
    return timeNanos == 0 ? 0 : timeNanos + nanos;
  }
}
