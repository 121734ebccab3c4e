package io.spanmill.embedded;

import com.github.luben.zstd.ZstdInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** What the ending of a file's name says about its content. */
record FileFormat(Layout layout, Compression compression) {
  static final String KNOWN_ENDINGS =
      ".otlpbin .otlpjsonbin .binpb .jsonl .json, each also with .zst or .gz";

  enum Layout {
    /** {@code [4-byte big-endian length][request]}, again and again. */
    LENGTH_PREFIXED,
    /** One JSON request per line. */
    LINES,
    /** As lines, or one JSON request laid out over many of them. */
    LINES_OR_ONE
  }

  enum Compression {
    NONE,
    ZSTD,
    GZIP
  }

  /** Null if the name does not end as one of {@link #KNOWN_ENDINGS}. */
  static @Nullable FileFormat of(Path file) {
    String name = String.valueOf(file.getFileName());
    Compression compression = compressionOf(name);
    Layout layout = layoutOf(withoutEnding(name, compression));
    return layout == null ? null : new FileFormat(layout, compression);
  }

  InputStream decompress(InputStream stored) throws IOException {
    return switch (compression) {
      case NONE -> stored;
      case ZSTD -> new ZstdInputStream(stored);
      case GZIP -> new GZIPInputStream(stored, 1 << 16);
    };
  }

  private static Compression compressionOf(String name) {
    if (name.endsWith(".zst")) {
      return Compression.ZSTD;
    }
    return name.endsWith(".gz") ? Compression.GZIP : Compression.NONE;
  }

  private static String withoutEnding(String name, Compression compression) {
    return compression == Compression.NONE ? name : name.substring(0, name.lastIndexOf('.'));
  }

  private static @Nullable Layout layoutOf(String name) {
    return switch (name.substring(name.lastIndexOf('.') + 1)) {
      case "otlpbin", "otlpjsonbin", "binpb" -> Layout.LENGTH_PREFIXED;
      case "jsonl" -> Layout.LINES;
      case "json" -> Layout.LINES_OR_ONE;
      default -> null;
    };
  }
}
