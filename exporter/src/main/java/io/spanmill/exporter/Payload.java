package io.spanmill.exporter;

import static io.spanmill.wire.ProtoReader.LEN;

import io.spanmill.otlp.Signal;
import io.spanmill.wire.MalformedBytesException;
import io.spanmill.wire.ProtoReader;
import org.jspecify.annotations.Nullable;

/**
 * Something that waits to be pushed.
 *
 * @param request a whole request in protobuf; empty to push nothing
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Payload(Signal signal, byte[] request) {
  private static final int RESOURCES = 1 << 3 | LEN;

  /**
   * Why it cannot be part of a larger request; null if it can be. All kinds of request are a list
   * of resources and nothing else: what ends in the middle of one would take the next request for
   * its own.
   */
  @Nullable String flaw() {
    ProtoReader reader = new ProtoReader().reset(request, 0, request.length);
    try {
      while (reader.next()) {
        if (reader.tag() != RESOURCES) {
          return "malformed: not an OTLP request in protobuf";
        }
      }
      return null;
    } catch (MalformedBytesException malformed) {
      return "malformed: " + malformed.getMessage();
    }
  }
}
