package io.spanmill.embedded;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The records of one file. What goes wrong is told with the file's name and a byte offset. */
final class RecordFile implements AutoCloseable {
  private final Path path;
  private final CountingStream stored;
  private final InputStream content;
  private final Records records;

  private RecordFile(Path path, CountingStream stored, InputStream content, Records records) {
    this.path = path;
    this.stored = stored;
    this.content = content;
    this.records = records;
  }

  /** Opens a file whose ending is known. */
  static RecordFile open(Path path) throws IOException {
    FileFormat format = Objects.requireNonNull(FileFormat.of(path), "unknown ending");
    try {
      boolean oneRecord = isOneRecord(path, format);
      CountingStream stored = new CountingStream(Files.newInputStream(path));
      InputStream content = decompressed(stored, format);
      return new RecordFile(path, stored, content, records(content, format, oneRecord));
    } catch (IOException e) {
      throw new IOException(path + ": unreadable at byte 0: " + e.getMessage(), e);
    }
  }

  /** Null at the end of the file. */
  byte @Nullable [] next() throws IOException {
    try {
      return records.next();
    } catch (EOFException e) {
      throw new IOException(path + ": truncated record at byte " + records.offset(), e);
    } catch (IOException e) {
      throw new IOException(
          path + ": unreadable at byte " + records.offset() + ": " + e.getMessage(), e);
    }
  }

  /** Bytes of the file, as it is stored, that were read so far. */
  long bytesRead() {
    return stored.count();
  }

  @Override
  public void close() throws IOException {
    content.close();
  }

  private static boolean isOneRecord(Path path, FileFormat format) throws IOException {
    if (format.layout() != FileFormat.Layout.LINES_OR_ONE) {
      return false;
    }
    try (InputStream content = decompressed(Files.newInputStream(path), format)) {
      return WholeRecord.fits(content);
    }
  }

  private static InputStream decompressed(InputStream stored, FileFormat format)
      throws IOException {
    try {
      return new BufferedInputStream(format.decompress(stored), 1 << 16);
    } catch (IOException e) {
      stored.close();
      throw e;
    }
  }

  private static Records records(InputStream content, FileFormat format, boolean oneRecord) {
    if (oneRecord) {
      return new WholeRecord(content);
    }
    return format.layout() == FileFormat.Layout.LENGTH_PREFIXED
        ? new PrefixedRecords(content)
        : new LineRecords(content);
  }
}
