package io.spanmill.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import io.opentelemetry.proto.trace.v1.TracesData;
import io.spanmill.otlp.OtlpType.Field;
import io.spanmill.otlp.OtlpType.Message;
import io.spanmill.otlp.OtlpType.Names;
import io.spanmill.otlp.OtlpType.Scalar;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class OtlpSchemaTest {
  private static final Map<FieldDescriptor.Type, Scalar> SCALARS =
      Map.of(
          FieldDescriptor.Type.STRING, Scalar.STRING,
          FieldDescriptor.Type.BOOL, Scalar.BOOL,
          FieldDescriptor.Type.INT64, Scalar.INT64,
          FieldDescriptor.Type.UINT32, Scalar.UINT32,
          FieldDescriptor.Type.FIXED32, Scalar.FIXED32,
          FieldDescriptor.Type.FIXED64, Scalar.FIXED64,
          FieldDescriptor.Type.DOUBLE, Scalar.DOUBLE);

  private final Set<Descriptor> seen = new HashSet<>();

  @Test
  void saysWhatTheProtocolSays() {
    assertSame(TracesData.getDescriptor(), OtlpSchema.REQUEST);
    assertThat(seen).hasSize(14);
  }

  private void assertSame(Descriptor expected, Message actual) {
    if (!seen.add(expected)) {
      return;
    }
    Map<String, FieldDescriptor> fields =
        expected.getFields().stream()
            .filter(field -> !OtlpJsonText.ofProfiles(field))
            .collect(Collectors.toMap(FieldDescriptor::getJsonName, field -> field));
    assertThat(actual.fields()).containsOnlyKeys(fields.keySet());
    actual.fields().forEach((name, field) -> assertSame(fields.get(name), field));
  }

  private void assertSame(FieldDescriptor expected, Field actual) {
    String name = expected.getFullName();
    assertThat(actual.number()).as(name).isEqualTo(expected.getNumber());
    assertThat(actual.repeated()).as(name).isEqualTo(expected.isRepeated());
    assertThat(actual.explicit())
        .as(name)
        .isEqualTo(expected.isRepeated() || expected.getContainingOneof() != null);
    if (actual.type() instanceof Message message) {
      assertSame(expected.getMessageType(), message);
    } else if (actual.type() instanceof Names names) {
      assertThat(names.names())
          .as(name)
          .isEqualTo(
              expected.getEnumType().getValues().stream()
                  .map(EnumValueDescriptor::getName)
                  .toList());
    } else {
      assertThat(actual.type()).as(name).isEqualTo(scalar(expected));
    }
  }

  private static Scalar scalar(FieldDescriptor field) {
    if (field.getType() == FieldDescriptor.Type.BYTES) {
      return OtlpJsonText.isId(field) ? Scalar.HEX : Scalar.BASE64;
    }
    return SCALARS.get(field.getType());
  }
}
