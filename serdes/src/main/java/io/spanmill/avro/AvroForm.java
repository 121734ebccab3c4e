package io.spanmill.avro;

import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;

/** How one kind of value is spelled as an Avro record. Thread-safe. */
public interface AvroForm<T> {
  /** The schema of its records, every field with its meaning. */
  Schema schema();

  /** A new record of {@link #schema}. */
  GenericRecord record(T value);
}
