package io.spanmill.receiver;

import io.spanmill.otlp.Signal;

/**
 * How a request is wrapped.
 *
 * @param gzip whether the body, or any message in it that says so, is packed
 * @param framed whether it is a message behind the five bytes that gRPC puts before it
 */
record Envelope(Signal signal, Encoding encoding, boolean gzip, boolean framed) {
  private static final int FRAME_BYTES = 5;

  /**
   * The request itself.
   *
   * @param unpacked where to put it if it is packed
   */
  byte[] open(GrowingBytes body, GrowingBytes unpacked) throws RefusedException {
    int from = framed ? FRAME_BYTES : 0;
    boolean packed = framed ? readFrame(body) : gzip;
    if (!packed) {
      return body.takeFrom(from);
    }
    if (!gzip) {
      throw new RefusedException(
          Refusal.UNSUPPORTED, "the message is packed, but there is no grpc-encoding: gzip");
    }
    Gunzip.unpack(body.array(), from, body.size(), unpacked);
    body.drop();
    return unpacked.takeFrom(0);
  }

  /** One byte says whether the message is packed, four how long it is; there is just one. */
  private static boolean readFrame(GrowingBytes body) throws RefusedException {
    byte[] bytes = body.array();
    int message = body.size() - FRAME_BYTES;
    if (message < 0) {
      throw malformed("a gRPC message begins with " + FRAME_BYTES + " bytes, not " + body.size());
    }
    long length = 0;
    for (int i = 1; i < FRAME_BYTES; i++) {
      length = length << 8 | (bytes[i] & 0xff);
    }
    if (length != message) {
      throw malformed("a gRPC message of " + length + " bytes has " + message);
    }
    if ((bytes[0] & ~1) != 0) {
      throw malformed("a gRPC message is packed or not (1 or 0), not " + (bytes[0] & 0xff));
    }
    return bytes[0] == 1;
  }

  private static RefusedException malformed(String reason) {
    return new RefusedException(Refusal.MALFORMED, reason);
  }
}
