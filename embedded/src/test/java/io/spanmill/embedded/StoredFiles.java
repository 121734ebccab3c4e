package io.spanmill.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.luben.zstd.Zstd;
import io.spanmill.otlp.OtlpFields;
import io.spanmill.wire.ProtoWriter;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** Writes what the tests read. */
final class StoredFiles {
  private StoredFiles() {}

  /** A protobuf request with one span for each end, in nanoseconds. */
  static byte[] request(long... endNanos) {
    ProtoWriter writer = new ProtoWriter(64);
    int resource = writer.beginMessage(OtlpFields.RESOURCE_SPANS);
    int scope = writer.beginMessage(OtlpFields.SCOPE_SPANS);
    for (long end : endNanos) {
      int span = writer.beginMessage(OtlpFields.SPANS);
      writer.writeTag(OtlpFields.END_TIME).writeFixed64(end);
      writer.endMessage(span);
    }
    writer.endMessage(scope);
    writer.endMessage(resource);
    return writer.toByteArray();
  }

  /** A protobuf request whose arrival is this. */
  static byte[] arrivingAt(long millis) {
    return request(millis * 1_000_000);
  }

  /** A JSON request whose arrival is this. */
  static byte[] jsonArrivingAt(long millis) {
    String spans = "[{\"endTimeUnixNano\":\"" + millis + "000000\"}]";
    return ("{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":" + spans + "}]}]}").getBytes(UTF_8);
  }

  static byte[] prefixed(List<byte[]> values) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      for (byte[] value : values) {
        out.writeInt(value.length);
        out.write(value);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static byte[] lines(List<byte[]> values) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (byte[] value : values) {
      bytes.writeBytes(value);
      bytes.write('\n');
    }
    return bytes.toByteArray();
  }

  /** Writes the bytes, compressed as the ending says. */
  static Path write(Path file, byte[] content) throws IOException {
    Files.createDirectories(file.getParent());
    String name = file.getFileName().toString();
    if (name.endsWith(".zst")) {
      return Files.write(file, Zstd.compress(content));
    }
    return Files.write(file, name.endsWith(".gz") ? gzip(content) : content);
  }

  private static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content);
    }
    return bytes.toByteArray();
  }
}
