package io.spanmill.avro;

import io.spanmill.model.Threshold;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.apache.avro.Schema;

/** What our schemas have in common: where they stand, and the units of their numbers. */
final class AvroFields {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double WEIGHT_UNIT = 1L << Threshold.WEIGHT_FRACTION_BITS;
  private static final double MILLIS_PER_SECOND = 1e3;

  private AvroFields() {}

  /** The schema in {@code src/main/avro} of that name. */
  static Schema schema(String name) {
    String file = name + ".avsc";
    try (InputStream text = AvroFields.class.getResourceAsStream(file)) {
      return new Schema.Parser().parse(Objects.requireNonNull(text, file));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** The schema of a field that may be null, where it is not. */
  static Schema present(Schema record, String field) {
    return record.getField(field).schema().getTypes().get(1);
  }

  static double seconds(long nanos) {
    return nanos / NANOS_PER_SECOND;
  }

  static double secondsOfMillis(long millis) {
    return millis / MILLIS_PER_SECOND;
  }

  /** Saturates. */
  static long nanosOfMillis(long millis) {
    return TimeUnit.MILLISECONDS.toNanos(millis);
  }

  /**
   * @param weight in units of 2^−24
   */
  static double count(long weight) {
    return weight / WEIGHT_UNIT;
  }
}
