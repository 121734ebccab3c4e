package io.spanmill.embedded;

import com.github.luben.zstd.ZstdInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Requests in the order, and with the times, of the index that their receiver kept. */
final class IndexedRequests {
  private IndexedRequests() {}

  /** Trace requests of a folder with {@code index.jsonl.zst}. */
  static List<StoredRequest> load(Path folder) throws IOException {
    Map<String, ByteBuffer> files = new HashMap<>();
    List<StoredRequest> requests = new ArrayList<>();
    String index = new String(unpacked(folder.resolve("index.jsonl.zst")), StandardCharsets.UTF_8);
    for (String line : index.lines().toList()) {
      Json entry = Json.parse(line);
      if (entry.text("path").equals("traces") && entry.flag("stored")) {
        String name = entry.text("file");
        if (!files.containsKey(name)) {
          files.put(name, ByteBuffer.wrap(unpacked(folder.resolve(name + ".zst"))));
        }
        byte[] value = record(files.get(name), (int) entry.number("offset"));
        requests.add(new StoredRequest(value, entry.number("t_ms")));
      }
    }
    return requests;
  }

  private static byte[] record(ByteBuffer file, int offset) {
    byte[] value = new byte[file.getInt(offset)];
    file.get(offset + Integer.BYTES, value);
    return value;
  }

  private static byte[] unpacked(Path file) throws IOException {
    try (InputStream content = new ZstdInputStream(Files.newInputStream(file))) {
      return content.readAllBytes();
    }
  }
}
