package io.spanmill.otlp;

import io.spanmill.wire.ProtoReader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a field of OTLP holds: how JSON spells it, and how it lies on protobuf's wire. */
sealed interface OtlpType {
  int wireType();

  /** A value without parts. */
  enum Scalar implements OtlpType {
    STRING(ProtoReader.LEN),
    /** Bytes of an id: OTLP/JSON's departure from protobuf's JSON. */
    HEX(ProtoReader.LEN),
    BASE64(ProtoReader.LEN),
    BOOL(ProtoReader.VARINT),
    INT64(ProtoReader.VARINT),
    UINT32(ProtoReader.VARINT),
    FIXED32(ProtoReader.FIXED32),
    FIXED64(ProtoReader.FIXED64),
    DOUBLE(ProtoReader.FIXED64);

    private final int wireType;

    Scalar(int wireType) {
      this.wireType = wireType;
    }

    @Override
    public int wireType() {
      return wireType;
    }
  }

  /** An enum: each name stands at the place of its number. */
  record Names(List<String> names) implements OtlpType {
    @Override
    public int wireType() {
      return ProtoReader.VARINT;
    }
  }

  /**
   * A message: its fields by JSON name. Filled after its birth, since messages may be recursive.
   */
  final class Message implements OtlpType {
    private final Map<String, Field> fields = new HashMap<>();

    @Override
    public int wireType() {
      return ProtoReader.LEN;
    }

    /** A field that is the same absent as with its default value. */
    Message field(int number, String name, OtlpType type) {
      return add(name, new Field(number, type, false, false));
    }

    Message repeated(int number, String name, OtlpType type) {
      return add(name, new Field(number, type, true, true));
    }

    /** A field whose presence says something: it is written even with its default value. */
    Message oneof(int number, String name, OtlpType type) {
      return add(name, new Field(number, type, false, true));
    }

    private Message add(String name, Field field) {
      fields.put(name, field);
      return this;
    }

    @Nullable Field byName(String name) {
      return fields.get(name);
    }

    Map<String, Field> fields() {
      return fields;
    }
  }

  /**
   * A field of a message.
   *
   * @param explicit whether a default value must be written
   */
  record Field(int number, OtlpType type, boolean repeated, boolean explicit) {
    int tag() {
      return ProtoReader.tag(number, type.wireType());
    }
  }
}
