package io.spanmill.wire;

/**
 * A cursor over the fields of one protobuf message that lies in an array. Not thread-safe; made to
 * be kept and aimed again with {@link #reset}.
 *
 * <pre>{@code
 * reader.reset(bytes, from, to);
 * while (reader.next()) {
 *   switch (reader.tag()) {
 *     case NAME -> slice(reader.from(), reader.to());
 *     case START -> start = reader.number();
 *     default -> {}
 *   }
 * }
 * }</pre>
 *
 * {@link #next} has stepped over the field when it returns, so that what is not asked for is
 * skipped.
 */
public final class ProtoReader {
  public static final int VARINT = 0;
  public static final int FIXED64 = 1;
  public static final int LEN = 2;
  private static final int START_GROUP = 3;
  private static final int END_GROUP = 4;
  public static final int FIXED32 = 5;

  /** Groups within groups: as deep as protobuf's own parsers go. */
  private static final int MAX_GROUPS = 100;

  private byte[] bytes = new byte[0];
  private int position;
  private int end;
  private int maxGroups = MAX_GROUPS;

  private int tag;
  private int fieldStart;
  private int from;
  private int to;
  private long number;

  /** A field's number and wire type as they stand on the wire: {@code number << 3 | wireType}. */
  public static int tag(int fieldNumber, int wireType) {
    return fieldNumber << 3 | wireType;
  }

  public ProtoReader reset(byte[] source, int start, int limit) {
    bytes = source;
    position = start;
    end = limit;
    return this;
  }

  /** From now on, refuses groups that lie deeper within each other than this. */
  public ProtoReader limitGroups(int depth) {
    maxGroups = depth;
    return this;
  }

  /** Steps over the next field; false at the end of the message. */
  public boolean next() throws MalformedBytesException {
    if (position >= end) {
      return false;
    }
    fieldStart = position;
    tag = readTag();
    readValue(tag, 0);
    return true;
  }

  public int tag() {
    return tag;
  }

  /** First byte of the field, its tag included. */
  public int fieldStart() {
    return fieldStart;
  }

  /** First byte behind the field. */
  public int fieldEnd() {
    return position;
  }

  /** First byte of a {@link #LEN} field's content. */
  public int from() {
    return from;
  }

  /** First byte behind a {@link #LEN} field's content. */
  public int to() {
    return to;
  }

  public int length() {
    return to - from;
  }

  /** Value of a {@link #VARINT}, {@link #FIXED64} or {@link #FIXED32} field. */
  public long number() {
    return number;
  }

  /** Of tags and lengths only the lowest 32 bits count, as protobuf's own parser has it. */
  private int readTag() throws MalformedBytesException {
    int start = position;
    int value = (int) varint();
    if (value >>> 3 == 0) {
      throw new MalformedBytesException("impossible field tag", start);
    }
    return value;
  }

  private void readValue(int ofTag, int groups) throws MalformedBytesException {
    switch (ofTag & 7) {
      case VARINT -> number = varint();
      case FIXED64 -> {
        require(8);
        number = LittleEndian.readLong(bytes, position);
        position += 8;
      }
      case LEN -> {
        int start = position;
        int length = (int) varint();
        if (length < 0 || length > end - position) {
          throw new MalformedBytesException("length " + length + " runs past the end", start);
        }
        from = position;
        to = position + length;
        position = to;
      }
      case FIXED32 -> {
        require(4);
        number = LittleEndian.readInt(bytes, position) & 0xffff_ffffL;
        position += 4;
      }
      case START_GROUP -> skipGroup(ofTag >>> 3, groups + 1);
      default -> throw new MalformedBytesException("impossible wire type " + (ofTag & 7), position);
    }
  }

  /** Groups left protobuf long ago, but a field of that kind is still an unknown field. */
  private void skipGroup(int fieldNumber, int groups) throws MalformedBytesException {
    if (groups > maxGroups) {
      throw new MalformedBytesException("nested too deep", position);
    }
    int endTag = tag(fieldNumber, END_GROUP);
    while (position < end) {
      int inner = readTag();
      if (inner == endTag) {
        return;
      }
      readValue(inner, groups);
    }
    throw new MalformedBytesException("group " + fieldNumber + " without end", position);
  }

  private void require(int count) throws MalformedBytesException {
    if (end - position < count) {
      throw new MalformedBytesException("field runs past the end", position);
    }
  }

  /** Nearly all tags, lengths and numbers are one byte. */
  private long varint() throws MalformedBytesException {
    if (position < end && bytes[position] >= 0) {
      return bytes[position++];
    }
    return longVarint();
  }

  private long longVarint() throws MalformedBytesException {
    int start = position;
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      if (position >= end) {
        throw new MalformedBytesException("number runs past the end", start);
      }
      byte next = bytes[position++];
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new MalformedBytesException("number of more than ten bytes", start);
  }
}
