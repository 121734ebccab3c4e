package io.spanmill.otlp;

import io.spanmill.otlp.OtlpType.Field;
import io.spanmill.otlp.OtlpType.Message;
import io.spanmill.otlp.OtlpType.Scalar;
import io.spanmill.wire.MalformedBytesException;
import io.spanmill.wire.ProtoReader;
import io.spanmill.wire.Utf8;
import java.util.ArrayList;
import java.util.List;

/**
 * Walks a trace request in protobuf down to its last leaf, and refuses what protobuf's own Java
 * parser would refuse: what is cut short, tags, numbers and lengths that cannot be, groups without
 * their end, text that is not UTF-8, and messages more than 100 deep. A field that OTLP does not
 * know, or knows with another wire type, has only to be well-formed. Not thread-safe; made to be
 * kept.
 *
 * <p>One difference is meant: a number of more than ten bytes is refused always, though
 * protobuf-java 4.36 overlooks half of them.
 *
 * <p>What a field is to be held against stands in a table by message and tag. What is rare, and
 * everything that turns out wrong, takes the slow way through a {@link ProtoReader}.
 */
public final class OtlpValidator {
  private static final byte RARE = 0;
  private static final byte VARINT = 1;
  private static final byte FIXED32 = 2;
  private static final byte FIXED64 = 3;
  private static final byte BYTES = 4;
  private static final byte STRING = 5;

  /** And above: the message of that place among all. */
  private static final byte MESSAGE = 6;

  private static final byte REQUEST = MESSAGE;
  private static final byte KEY_VALUE = MESSAGE + 1;

  private static final int TAG_BITS = 7;
  private static final int TAGS = 1 << TAG_BITS;
  private static final byte[] ACTIONS = actions();

  /** By wire type, for tags of two bytes: they belong to no text and no message. */
  private static final byte[] BEYOND = beyond();

  private static final byte[] NONE = {};

  private final ProtoReader reader = new ProtoReader();
  private byte[] bytes = NONE;

  private static byte[] actions() {
    List<Message> messages = new ArrayList<>(List.of(OtlpSchema.REQUEST, OtlpSchema.KEY_VALUE));
    for (int i = 0; i < messages.size(); i++) { // grows on the way
      for (Field field : messages.get(i).fields().values()) {
        if (field.type() instanceof Message inner && !messages.contains(inner)) {
          messages.add(inner);
        }
      }
    }
    byte[] actions = new byte[messages.size() * TAGS];
    for (int i = 0; i < messages.size(); i++) {
      fill(actions, i * TAGS, messages.get(i), messages);
    }
    return actions;
  }

  private static byte[] beyond() {
    byte[] actions = new byte[8];
    for (int wireType = 0; wireType < 8; wireType++) {
      actions[wireType] = ofWireType(wireType);
    }
    return actions;
  }

  private static void fill(byte[] actions, int from, Message message, List<Message> messages) {
    for (int tag = ProtoReader.tag(1, 0); tag < TAGS; tag++) {
      actions[from + tag] = ofWireType(tag & 7);
    }
    for (Field field : message.fields().values()) {
      if (field.type() == Scalar.STRING) {
        actions[from + oneByte(field.tag())] = STRING;
      } else if (field.type() instanceof Message inner) {
        actions[from + oneByte(field.tag())] = (byte) (MESSAGE + messages.indexOf(inner));
      }
    }
  }

  private static int oneByte(int tag) {
    if (tag >= TAGS) {
      throw new IllegalStateException("the table has no room for tag " + tag);
    }
    return tag;
  }

  private static byte ofWireType(int wireType) {
    return switch (wireType) {
      case ProtoReader.VARINT -> VARINT;
      case ProtoReader.FIXED32 -> FIXED32;
      case ProtoReader.FIXED64 -> FIXED64;
      case ProtoReader.LEN -> BYTES;
      default -> RARE;
    };
  }

  /**
   * @param request an ExportTraceServiceRequest or TracesData
   * @throws MalformedBytesException if any part of it cannot be parsed; at the byte where this
   *     shows
   */
  public void check(byte[] request) throws MalformedBytesException {
    bytes = request;
    checkContent(REQUEST, 0, request.length, -1);
    bytes = NONE;
  }

  private void checkMessage(int message, int from, int to, int depth)
      throws MalformedBytesException {
    int at = from;
    while (at < to) {
      at = checkField(message, at, to, depth);
    }
  }

  /** Returns where the next field begins. */
  private int checkField(int message, int at, int end, int depth) throws MalformedBytesException {
    int tag = bytes[at];
    int next;
    if (tag >= 0) {
      next = checkValue(ACTIONS[(message << TAG_BITS) | tag], at + 1, end, depth);
    } else if (at + 1 < end && bytes[at + 1] > 0) {
      next = checkValue(BEYOND[tag & 7], at + 2, end, depth);
    } else {
      next = end + 1;
    }
    return next <= end ? next : checkRareField(message, at, end, depth);
  }

  /** Where the value ends, or behind the end. */
  private int checkValue(byte action, int at, int end, int depth) throws MalformedBytesException {
    return switch (action) {
      case RARE -> end + 1;
      case VARINT -> endOfVarint(at, end);
      case FIXED32 -> at + Integer.BYTES;
      case FIXED64 -> at + Long.BYTES;
      default -> checkSized(action, at, end, depth);
    };
  }

  /** Where the number ends, or behind the end. */
  private int endOfVarint(int from, int end) {
    int limit = Math.min(end, from + 10);
    for (int at = from; at < limit; at++) {
      if (bytes[at] >= 0) {
        return at + 1;
      }
    }
    return end + 1;
  }

  /** Where the content ends, or behind the end if it is longer than that or than two bytes tell. */
  private int checkSized(byte action, int at, int end, int depth) throws MalformedBytesException {
    if (at >= end) {
      return end + 1;
    }
    int low = bytes[at];
    int high = at + 1 < end ? bytes[at + 1] : 0;
    int from = low >= 0 ? at + 1 : at + 2;
    int length = low >= 0 ? low : (low & 0x7f) | high << 7;
    if ((low & high) < 0 || length > end - from) {
      return end + 1;
    }
    checkContent(action, from, from + length, depth);
    return from + length;
  }

  private void checkContent(byte action, int from, int to, int depth)
      throws MalformedBytesException {
    if (action == STRING && !Utf8.isValid(bytes, from, to)) {
      throw new MalformedBytesException("text is not UTF-8", from);
    }
    boolean roomy = depth < OtlpSchema.MAX_DEPTH - 1; // an attribute is two messages deep
    if (action >= MESSAGE && !(action == KEY_VALUE && roomy && isPlain(from, to))) {
      if (depth == OtlpSchema.MAX_DEPTH) {
        throw new MalformedBytesException("nested too deep", from);
      }
      checkMessage(action - MESSAGE, from, to, depth + 1);
    }
  }

  /** Nearly all attributes: an ASCII key and then a short ASCII text, or a number. */
  private boolean isPlain(int from, int to) {
    if (to - from < 2 || bytes[from] != OtlpFields.KEY || bytes[from + 1] < 0) {
      return false;
    }
    int value = from + 2 + bytes[from + 1];
    if (to - value < 4 || bytes[value] != OtlpFields.VALUE || bytes[value + 1] != to - value - 2) {
      return false;
    }
    return switch (bytes[value + 2]) {
      case OtlpFields.STRING_VALUE ->
          bytes[value + 3] == to - value - 4 && Utf8.isAscii(bytes, from, to);
      case OtlpFields.INT_VALUE ->
          endOfVarint(value + 3, to) == to && Utf8.isAscii(bytes, from, value);
      default -> false;
    };
  }

  private int checkRareField(int message, int at, int end, int depth)
      throws MalformedBytesException {
    reader.limitGroups(OtlpSchema.MAX_DEPTH - depth).reset(bytes, at, end).next();
    int next = reader.fieldEnd();
    int tag = reader.tag();
    if ((tag & 7) == ProtoReader.LEN && tag >>> TAG_BITS == 0) {
      byte action = ACTIONS[(message << TAG_BITS) | tag];
      checkContent(action, reader.from(), reader.to(), depth);
    }
    return next;
  }
}
