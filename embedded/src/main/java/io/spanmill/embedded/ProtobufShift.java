package io.spanmill.embedded;

import io.spanmill.otlp.OtlpFields;
import io.spanmill.otlp.RequestIndex;
import io.spanmill.wire.MalformedBytesException;
import io.spanmill.wire.ProtoReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Shifts protobuf in place: ids and times have fixed lengths. For one request. */
final class ProtobufShift {
  private final RequestShift shift;
  private final ProtoReader spanFields = new ProtoReader();
  private final ProtoReader partFields = new ProtoReader();
  private byte[] bytes = {};

  ProtobufShift(RequestShift shift) {
    this.shift = shift;
  }

  byte[] apply(byte[] request) throws MalformedBytesException {
    bytes = request.clone();
    RequestIndex index = new RequestIndex().read(request);
    for (int i = 0; i < index.spans(); i++) {
      shiftSpan(index.spanFrom(i), index.spanTo(i));
    }
    return bytes;
  }

  private void shiftSpan(int from, int to) throws MalformedBytesException {
    spanFields.reset(bytes, from, to);
    while (spanFields.next()) {
      switch (spanFields.tag()) {
        case OtlpFields.TRACE_ID -> renew(spanFields);
        case OtlpFields.START_TIME, OtlpFields.END_TIME -> move(spanFields);
        case OtlpFields.EVENTS -> shiftEvent(spanFields.from(), spanFields.to());
        case OtlpFields.LINKS -> shiftLink(spanFields.from(), spanFields.to());
        default -> {}
      }
    }
  }

  private void shiftEvent(int from, int to) throws MalformedBytesException {
    partFields.reset(bytes, from, to);
    while (partFields.next()) {
      if (partFields.tag() == OtlpFields.EVENT_TIME) {
        move(partFields);
      }
    }
  }

  private void shiftLink(int from, int to) throws MalformedBytesException {
    partFields.reset(bytes, from, to);
    while (partFields.next()) {
      if (partFields.tag() == OtlpFields.LINK_TRACE_ID) {
        renew(partFields);
      }
    }
  }

  private void renew(ProtoReader id) {
    if (id.length() == FreshIds.ID_BYTES) {
      shift.ids().renew(bytes, id.from());
    }
  }

  private void move(ProtoReader time) {
    ByteBuffer.wrap(bytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(time.fieldEnd() - Long.BYTES, shift.moved(time.number()));
  }
}
