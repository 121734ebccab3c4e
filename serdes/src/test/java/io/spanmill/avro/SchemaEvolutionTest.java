package io.spanmill.avro;

import static org.apache.avro.SchemaCompatibility.checkReaderWriterCompatibility;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Who reads with an old schema reads new records, and the other way round. What was released stands
 * in {@code released}, in a folder a schema's version; what is released joins it, and nothing there
 * is ever edited.
 */
final class SchemaEvolutionTest {
  private static final List<String> RELEASED = List.of("1");

  /** Those that no release has written yet. */
  private static final Set<String> NOT_RELEASED = Set.of("CriticalPath", "ErrorPoint");

  private static final SchemaCompatibilityType COMPATIBLE = SchemaCompatibilityType.COMPATIBLE;
  private static final Schema.Type NULL = Schema.Type.NULL;

  static Stream<Schema> schemas() {
    return Stream.of(
        new DecisionForm().schema(),
        new RedPointForm().schema(),
        new EdgePointForm().schema(),
        new CriticalPathForm().schema(),
        new ErrorPointForm().schema());
  }

  /** The registries' BACKWARD: readers are updated first. */
  @ParameterizedTest
  @MethodSource("schemas")
  void readsAllThatWasEverReleased(Schema current) throws IOException {
    for (String version : RELEASED) {
      assertThat(compatibility(current, released(version, current))).isEqualTo(COMPATIBLE);
    }
  }

  /** The registries' FORWARD: writers are updated first, and readers when they like. */
  @ParameterizedTest
  @MethodSource("schemas")
  void isReadByAllThatWereEverReleased(Schema current) throws IOException {
    for (String version : RELEASED) {
      assertThat(compatibility(released(version, current), current)).isEqualTo(COMPATIBLE);
    }
  }

  @ParameterizedTest
  @MethodSource("schemas")
  void readersThatKnowFewerFieldsReadTheRest(Schema current) {
    GenericRecord record = anyRecord(current);
    byte[] bytes = AvroBytes.of(record);
    for (Schema.Field unknown : current.getFields()) {
      Schema old = with(current, fieldsWithout(current, unknown));
      GenericRecord read = AvroBytes.read(bytes, current, old);
      for (Schema.Field field : old.getFields()) {
        Object written = record.get(field.name());
        assertThat(text(read.get(field.name()))).as(field.name()).isEqualTo(text(written));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("schemas")
  void whatOldWritersDoNotKnowIsReadAsItsDefault(Schema current) {
    List<Schema.Field> more = copies(current.getFields());
    Schema optional = Schema.createUnion(Schema.create(NULL), Schema.create(Schema.Type.LONG));
    more.add(
        new Schema.Field("later", optional, "Something new.", Schema.Field.NULL_DEFAULT_VALUE));
    Schema next = with(current, more);

    assertThat(compatibility(next, current)).isEqualTo(COMPATIBLE);
    assertThat(compatibility(current, next)).isEqualTo(COMPATIBLE);
    GenericRecord read = AvroBytes.read(AvroBytes.of(anyRecord(current)), current, next);
    assertThat(read.get("later")).isNull();
  }

  @ParameterizedTest
  @MethodSource("schemas")
  void everyFieldSaysWhatItIs(Schema schema) {
    assertThat(schema.getDoc()).isNotBlank();
    for (Schema.Field field : schema.getFields()) {
      assertThat(field.doc()).as(field.name()).endsWith(".");
      Schema type = field.schema();
      Schema inner = type.getType() == Schema.Type.ARRAY ? type.getElementType() : type;
      if (inner.getType() == Schema.Type.RECORD) {
        everyFieldSaysWhatItIs(inner);
      }
    }
  }

  /** A new kind, or reason, is then no new schema, and stops no reader. */
  @ParameterizedTest
  @MethodSource("schemas")
  void whatNamesOneOfSeveralThingsIsText(Schema schema) {
    assertThat(schema.toString()).doesNotContain("\"enum\"");
  }

  @Test
  void aFieldWithoutDefaultWouldBreakReaders() {
    Schema current = new DecisionForm().schema();
    List<Schema.Field> more = copies(current.getFields());
    more.add(new Schema.Field("later", Schema.create(Schema.Type.LONG)));

    assertThat(compatibility(with(current, more), current)).isNotEqualTo(COMPATIBLE);
  }

  private static SchemaCompatibilityType compatibility(Schema reader, Schema writer) {
    return checkReaderWriterCompatibility(reader, writer).getType();
  }

  /** As it was in that release, if it was there by then. */
  private static Schema released(String version, Schema current) throws IOException {
    String file = "/released/" + version + "/" + current.getName() + ".avsc";
    try (InputStream text = SchemaEvolutionTest.class.getResourceAsStream(file)) {
      if (text == null && NOT_RELEASED.contains(current.getName())) {
        return current;
      }
      return new Schema.Parser().parse(Objects.requireNonNull(text, file));
    }
  }

  private static List<Schema.Field> fieldsWithout(Schema schema, Schema.Field unknown) {
    return copies(schema.getFields().stream().filter(field -> !field.equals(unknown)).toList());
  }

  private static List<Schema.Field> copies(List<Schema.Field> fields) {
    List<Schema.Field> copies = new ArrayList<>();
    fields.forEach(field -> copies.add(new Schema.Field(field, field.schema())));
    return copies;
  }

  private static Schema with(Schema schema, List<Schema.Field> fields) {
    return Schema.createRecord(
        schema.getName(), schema.getDoc(), schema.getNamespace(), false, fields);
  }

  private static GenericRecord anyRecord(Schema schema) {
    GenericRecord record = new GenericData.Record(schema);
    schema.getFields().forEach(field -> record.put(field.pos(), any(field.schema())));
    return record;
  }

  private static Object any(Schema type) {
    return switch (type.getType()) {
      case STRING -> "text";
      case INT -> 1;
      case LONG -> 1L << 40;
      case DOUBLE -> 0.1;
      case BOOLEAN -> true;
      case UNION -> any(type.getTypes().get(1));
      case ARRAY -> List.of(any(type.getElementType()));
      case MAP -> Map.of("name", any(type.getValueType()));
      case RECORD -> anyRecord(type);
      default -> throw new IllegalArgumentException(type.toString());
    };
  }

  /** Avro reads texts as objects of its own. */
  private static String text(Object value) {
    return String.valueOf(value);
  }
}
