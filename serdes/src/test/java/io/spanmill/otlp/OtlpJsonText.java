package io.spanmill.otlp;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/** Prints messages as OTLP/JSON, choosing among all allowed spellings at random. */
final class OtlpJsonText {
  private static final JsonFactory FACTORY = new JsonFactory();

  private final SplittableRandom random;
  private final JsonGenerator json;

  private OtlpJsonText(SplittableRandom random, JsonGenerator json) {
    this.random = random;
    this.json = json;
  }

  static byte[] of(Message message, SplittableRandom random) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
      if (random.nextBoolean()) {
        json.useDefaultPrettyPrinter();
      }
      new OtlpJsonText(random, json).print(message);
    }
    return bytes.toByteArray();
  }

  static boolean isId(FieldDescriptor field) {
    return field.getName().endsWith("_id");
  }

  /** Fields that have no meaning in traces. */
  static boolean ofProfiles(FieldDescriptor field) {
    return field.getName().endsWith("strindex");
  }

  private void print(Message message) throws IOException {
    json.writeStartObject();
    for (Map.Entry<FieldDescriptor, Object> entry : message.getAllFields().entrySet()) {
      printNoise();
      printField(entry.getKey(), entry.getValue());
    }
    for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
      if (!ofProfiles(field)) {
        printAbsent(message, field);
      }
    }
    json.writeEndObject();
  }

  private void printNoise() throws IOException {
    switch (random.nextInt(20)) {
      case 0 -> json.writeNumberField("unknown", random.nextLong());
      case 1 -> json.writeNullField("Unknown");
      case 2 -> {
        json.writeFieldName("span_id");
        printNested(random.nextInt(50));
      }
      default -> {}
    }
  }

  private void printNested(int depth) throws IOException {
    for (int i = 0; i < depth; i++) {
      json.writeStartArray();
    }
    json.writeStartObject();
    json.writeStringField("stringValue", "}]");
    json.writeEndObject();
    for (int i = 0; i < depth; i++) {
      json.writeEndArray();
    }
  }

  /** Absent fields may be spelled null, or as their default where that says nothing. */
  private void printAbsent(Message message, FieldDescriptor field) throws IOException {
    boolean present =
        field.isRepeated()
            ? message.getRepeatedFieldCount(field) > 0
            : message.getAllFields().containsKey(field);
    if (present || random.nextInt(4) > 0) {
      return;
    }
    if (field.isRepeated() && random.nextBoolean()) {
      json.writeFieldName(field.getJsonName());
      json.writeStartArray();
      json.writeEndArray();
    } else if (!field.hasPresence() && !field.isRepeated() && random.nextBoolean()) {
      printField(field, field.getDefaultValue());
    } else {
      json.writeNullField(field.getJsonName());
    }
  }

  private void printField(FieldDescriptor field, Object value) throws IOException {
    json.writeFieldName(field.getJsonName());
    if (!field.isRepeated()) {
      printValue(field, value);
      return;
    }
    json.writeStartArray();
    for (Object element : (List<?>) value) {
      printValue(field, element);
    }
    json.writeEndArray();
  }

  private void printValue(FieldDescriptor field, Object value) throws IOException {
    switch (field.getType()) {
      case MESSAGE -> print((Message) value);
      case STRING -> json.writeString((String) value);
      case BOOL -> json.writeBoolean((boolean) value);
      case BYTES -> json.writeString(bytes(field, (ByteString) value));
      case ENUM -> printEnum((EnumValueDescriptor) value);
      case DOUBLE -> printDouble((double) value);
      case UINT32, FIXED32 -> printNumber(Integer.toUnsignedString((int) value));
      case FIXED64 -> printNumber(Long.toUnsignedString((long) value));
      case INT64 -> printNumber(Long.toString((long) value));
      default -> throw new AssertionError(field.getFullName());
    }
  }

  private String bytes(FieldDescriptor field, ByteString value) {
    byte[] bytes = value.toByteArray();
    if (isId(field)) {
      String hex = HexFormat.of().formatHex(bytes);
      return random.nextBoolean() ? hex : hex.toUpperCase(Locale.ROOT);
    }
    Base64.Encoder encoder = random.nextBoolean() ? Base64.getEncoder() : Base64.getUrlEncoder();
    return (random.nextBoolean() ? encoder : encoder.withoutPadding()).encodeToString(bytes);
  }

  private void printEnum(EnumValueDescriptor value) throws IOException {
    boolean nameless = value.getIndex() < 0;
    if (nameless || random.nextBoolean()) {
      printNumber(Integer.toString(value.getNumber()));
    } else {
      json.writeString(value.getName());
    }
  }

  private void printDouble(double value) throws IOException {
    if (Double.isFinite(value)) {
      printNumber(Double.toString(value));
    } else {
      json.writeString(Double.toString(value));
    }
  }

  private void printNumber(String digits) throws IOException {
    if (random.nextBoolean()) {
      json.writeString(digits);
    } else {
      json.writeNumber(digits);
    }
  }
}
