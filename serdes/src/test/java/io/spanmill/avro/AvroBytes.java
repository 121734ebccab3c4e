package io.spanmill.avro;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;

/** Avro's own writing and reading. */
final class AvroBytes {
  private AvroBytes() {}

  static byte[] of(GenericRecord record) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
    try {
      new GenericDatumWriter<GenericRecord>(record.getSchema()).write(record, encoder);
      encoder.flush();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  static GenericRecord read(byte[] bytes, Schema written, Schema wanted) {
    try {
      return new GenericDatumReader<GenericRecord>(written, wanted)
          .read(null, DecoderFactory.get().binaryDecoder(bytes, null));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
