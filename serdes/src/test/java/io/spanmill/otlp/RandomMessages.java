package io.spanmill.otlp;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import com.google.protobuf.Message;
import io.opentelemetry.proto.trace.v1.TracesData;
import java.util.SplittableRandom;

/** Requests with any fields set to anything, not only to what makes sense. */
final class RandomMessages {
  private static final String[] STRINGS = {
    "",
    "a",
    "service.name",
    "quote\" back\\slash /",
    "tab\tline\n\u0000\u001f",
    "ä€漢字",
    "\ud83d\ude00"
  };
  private static final long[] LONGS = {
    0, 1, -1, 42, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 53, 1_544_712_660_000_000_000L
  };
  private static final int[] INTS = {0, 1, 2, -1, 0x301, Integer.MIN_VALUE, Integer.MAX_VALUE};
  private static final double[] DOUBLES = {
    0.0,
    -0.0,
    0.1,
    -1e300,
    Double.MIN_VALUE,
    Double.MAX_VALUE,
    Double.NaN,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY
  };
  private static final int MAX_DEPTH = 12;

  private final SplittableRandom random;

  RandomMessages(SplittableRandom random) {
    this.random = random;
  }

  TracesData request() {
    TracesData.Builder builder = TracesData.newBuilder();
    fill(builder, 0);
    return builder.build();
  }

  private void fill(Message.Builder builder, int depth) {
    Descriptor type = builder.getDescriptorForType();
    for (FieldDescriptor field : type.getFields()) {
      if (field.getContainingOneof() == null && !OtlpJsonText.ofProfiles(field)) {
        fillField(builder, field, depth);
      }
    }
    for (OneofDescriptor oneof : type.getOneofs()) {
      fillOneof(builder, oneof, depth);
    }
  }

  private void fillOneof(Message.Builder builder, OneofDescriptor oneof, int depth) {
    FieldDescriptor field = oneof.getField(random.nextInt(oneof.getFieldCount()));
    boolean tooDeep = depth > MAX_DEPTH && field.getJavaType() == FieldDescriptor.JavaType.MESSAGE;
    if (!OtlpJsonText.ofProfiles(field) && !tooDeep) {
      builder.setField(field, value(builder, field, depth));
    }
  }

  private void fillField(Message.Builder builder, FieldDescriptor field, int depth) {
    if (field.isRepeated()) {
      for (int count = depth > MAX_DEPTH ? 0 : random.nextInt(3); count > 0; count--) {
        builder.addRepeatedField(field, value(builder, field, depth));
      }
    } else if (random.nextInt(4) > 0) {
      builder.setField(field, value(builder, field, depth));
    }
  }

  private Object value(Message.Builder builder, FieldDescriptor field, int depth) {
    return switch (field.getJavaType()) {
      case MESSAGE -> {
        Message.Builder message = builder.newBuilderForField(field);
        fill(message, depth + 1);
        yield message.build();
      }
      case STRING -> STRINGS[random.nextInt(STRINGS.length)];
      case BOOLEAN -> random.nextBoolean();
      case BYTE_STRING -> bytes();
      case ENUM -> enumValue(field.getEnumType());
      case DOUBLE -> random.nextBoolean() ? anyDouble() : DOUBLES[random.nextInt(DOUBLES.length)];
      case INT -> random.nextBoolean() ? random.nextInt() : INTS[random.nextInt(INTS.length)];
      case LONG -> random.nextBoolean() ? random.nextLong() : LONGS[random.nextInt(LONGS.length)];
      default -> throw new AssertionError(field.getFullName());
    };
  }

  private double anyDouble() {
    double value = Double.longBitsToDouble(random.nextLong());
    return Double.isNaN(value) ? Double.NaN : value;
  }

  private ByteString bytes() {
    byte[] bytes = new byte[random.nextInt(20)];
    random.nextBytes(bytes);
    return ByteString.copyFrom(bytes);
  }

  private Object enumValue(EnumDescriptor type) {
    int number = random.nextInt(8) > 0 ? random.nextInt(7) : random.nextInt();
    return type.findValueByNumberCreatingIfUnknown(number);
  }
}
