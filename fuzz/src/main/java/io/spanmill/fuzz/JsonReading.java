package io.spanmill.fuzz;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.spanmill.fuzz.JsonText.Digits;
import io.spanmill.fuzz.JsonText.Member;
import io.spanmill.fuzz.JsonText.Members;
import io.spanmill.fuzz.JsonText.NoJson;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** OTLP/JSON by protobuf's own description of the messages: slow, and nothing of ours in it. */
final class JsonReading {
  private static final int MAX_DEPTH = 100;
  private static final int MAX_DIGITS = 400;
  private static final byte[] REPLACEMENT = {(byte) 0xef, (byte) 0xbf, (byte) 0xbd};

  private JsonReading() {}

  /** Null where it is refused. */
  static @Nullable ExportTraceServiceRequest of(byte[] json) {
    try {
      if (JsonText.read(json) instanceof Members members) {
        ExportTraceServiceRequest.Builder request = ExportTraceServiceRequest.newBuilder();
        boolean known = merge(members, request, 0);
        return known || members.all().isEmpty() ? request.build() : null;
      }
      return null;
    } catch (NoJson | CharacterCodingException | IllegalArgumentException refused) {
      return null;
    }
  }

  /** Whether there is any field that is known. */
  private static boolean merge(Members members, Message.Builder into, int depth)
      throws NoJson, CharacterCodingException {
    boolean known = false;
    for (Member member : members.all()) {
      FieldDescriptor field = field(member.name(), into);
      if (field != null) {
        known = true;
        if (member.value() != null) {
          set(field, member.value(), into, depth);
        }
      }
    }
    return known;
  }

  /** By its JSON name; fields that belong to profiles have no meaning here. */
  private static @Nullable FieldDescriptor field(String name, Message.Builder of) {
    for (FieldDescriptor field : of.getDescriptorForType().getFields()) {
      if (field.getJsonName().equals(name) && !field.getName().endsWith("strindex")) {
        return field;
      }
    }
    return null;
  }

  private static void set(FieldDescriptor field, Object value, Message.Builder into, int depth)
      throws NoJson, CharacterCodingException {
    if (field.isRepeated()) {
      for (Object element : list(value)) {
        into.addRepeatedField(
            field, element == null ? empty(field, into) : one(field, element, into, depth));
      }
    } else if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
      Message.Builder before =
          into.hasField(field)
              ? ((Message) into.getField(field)).toBuilder()
              : into.newBuilderForField(field);
      into.setField(field, message(value, before, depth));
    } else {
      into.setField(field, one(field, value, into, depth));
    }
  }

  private static List<?> list(Object value) throws NoJson {
    if (value instanceof List<?> list) {
      return list;
    }
    throw new NoJson();
  }

  private static Object empty(FieldDescriptor field, Message.Builder of) {
    return field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
        ? of.newBuilderForField(field).build()
        : field.getType() == FieldDescriptor.Type.STRING ? "" : ByteString.EMPTY;
  }

  private static Message message(Object value, Message.Builder into, int depth)
      throws NoJson, CharacterCodingException {
    if (value instanceof Members members && depth < MAX_DEPTH) {
      merge(members, into, depth + 1);
      return into.build();
    }
    throw new NoJson();
  }

  private static Object one(FieldDescriptor field, Object value, Message.Builder of, int depth)
      throws NoJson, CharacterCodingException {
    return switch (field.getType()) {
      case MESSAGE -> message(value, of.newBuilderForField(field), depth);
      case STRING -> wellFormed(text(value));
      case BYTES -> bytes(field, text(value));
      case BOOL -> flag(value);
      case ENUM -> constant(field, number(value));
      case DOUBLE -> decimal(number(value));
      case INT64 -> whole(number(value), Long.MIN_VALUE, 63).longValue();
      case FIXED64 -> whole(number(value), 0, 64).longValue();
      case UINT32, FIXED32 -> whole(number(value), 0, 32).intValue();
      default -> throw new AssertionError(field.getFullName());
    };
  }

  private static String text(Object value) throws NoJson {
    if (value instanceof String text) {
      return text;
    }
    throw new NoJson();
  }

  private static boolean flag(Object value) throws NoJson {
    if (value instanceof Boolean flag) {
      return flag;
    }
    throw new NoJson();
  }

  private static String number(Object value) throws NoJson {
    return value instanceof Digits digits ? digits.text() : text(value);
  }

  private static String wellFormed(String text) throws CharacterCodingException {
    return StandardCharsets.UTF_8
        .decode(
            StandardCharsets.UTF_8
                .newEncoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .replaceWith(REPLACEMENT)
                .encode(CharBuffer.wrap(text)))
        .toString();
  }

  private static ByteString bytes(FieldDescriptor field, String text) {
    if (field.getName().endsWith("_id")) {
      return ByteString.copyFrom(HexFormat.of().parseHex(text));
    }
    String standard = text.replace('-', '+').replace('_', '/');
    return ByteString.copyFrom(Base64.getDecoder().decode(standard));
  }

  private static EnumValueDescriptor constant(FieldDescriptor field, String text) {
    EnumValueDescriptor named = field.getEnumType().findValueByName(text);
    return named != null
        ? named
        : field
            .getEnumType()
            .findValueByNumberCreatingIfUnknown(whole(text, Integer.MIN_VALUE, 31).intValue());
  }

  private static double decimal(String text) {
    return switch (text) {
      case "NaN" -> Double.NaN;
      case "Infinity" -> Double.POSITIVE_INFINITY;
      case "-Infinity" -> Double.NEGATIVE_INFINITY;
      default -> finite(text);
    };
  }

  private static double finite(String text) {
    requireDigits(text);
    double number = Double.parseDouble(text); // BigDecimal knows no exponent of 11 digits
    if (Double.isInfinite(number)) {
      throw new NumberFormatException();
    }
    return number;
  }

  /** From the least to less than a power of two. */
  private static BigInteger whole(String text, long least, int bits) {
    BigDecimal number = plain(text);
    if (Math.abs((long) number.scale()) > MAX_DIGITS
        || number.stripTrailingZeros().scale() > 0
        || number.compareTo(BigDecimal.valueOf(least)) < 0
        || number.compareTo(new BigDecimal(BigInteger.ONE.shiftLeft(bits))) >= 0) {
      throw new NumberFormatException();
    }
    return number.toBigIntegerExact();
  }

  private static BigDecimal plain(String text) {
    requireDigits(text);
    return new BigDecimal(text);
  }

  private static void requireDigits(String text) {
    if (text.length() > MAX_DIGITS || !text.matches("[-+.eE0-9]+")) {
      throw new NumberFormatException();
    }
  }
}
