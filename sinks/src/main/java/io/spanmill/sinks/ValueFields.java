package io.spanmill.sinks;

import io.confluent.kafka.serializers.KafkaAvroDeserializer;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * Values of ours, read back in whichever format they were written: a topic may hold both. For
 * people to look at.
 */
public final class ValueFields implements AutoCloseable {
  private static final byte AVRO = 0;

  private final @Nullable Registry registry;
  private @Nullable KafkaAvroDeserializer reader;

  /**
   * @param registry where the schemas are; null if there is none
   */
  public ValueFields(@Nullable Registry registry) {
    this.registry = registry;
  }

  /**
   * The fields in their order: text, {@link Number}, {@link Boolean}, null, list or map.
   *
   * @throws IOException if it is neither JSON nor Avro
   * @throws RegistryFailure if it is Avro, and nobody gives out its schema
   */
  public Map<String, @Nullable Object> of(String topic, byte[] value) throws IOException {
    if (value.length == 0 || value[0] != AVRO) {
      return JsonFields.of(value);
    }
    if (registry == null) {
      throw new RegistryFailure(
          "kafka." + Registry.URL + " is not set: what stands in " + topic + " is Avro");
    }
    try {
      return fields((GenericRecord) reader(registry).deserialize(topic, value));
    } catch (RuntimeException refused) {
      throw registry.failure("does not give out a schema of " + topic, refused);
    }
  }

  private KafkaAvroDeserializer reader(Registry known) {
    KafkaAvroDeserializer made = reader == null ? known.deserializer() : reader;
    reader = made;
    return made;
  }

  /** As {@link #of} has them. */
  static Map<String, @Nullable Object> fields(GenericRecord record) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    for (Schema.Field field : record.getSchema().getFields()) {
      fields.put(field.name(), value(record.get(field.pos())));
    }
    return fields;
  }

  /** Avro has texts of its own. */
  private static @Nullable Object value(@Nullable Object value) {
    if (value instanceof GenericRecord record) {
      return fields(record);
    }
    if (value instanceof List<?> list) {
      return list.stream().map(ValueFields::value).toList();
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> texts = new LinkedHashMap<>();
      map.forEach((name, item) -> texts.put(String.valueOf(name), value(item)));
      return texts;
    }
    return value instanceof CharSequence text ? text.toString() : value;
  }

  @Override
  public void close() {
    if (reader != null) {
      reader.close();
    }
  }
}
