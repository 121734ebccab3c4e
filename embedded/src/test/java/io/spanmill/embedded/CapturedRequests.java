package io.spanmill.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.github.luben.zstd.ZstdInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Requests in the order, and with what the index says of each, in which a receiver kept them. */
public final class CapturedRequests {
  /** One request, unpacked. */
  public record Captured(Map<String, String> entry, byte[] body) {
    public String signal() {
      return entry.getOrDefault("path", "");
    }

    public boolean isGrpc() {
      return "grpc".equals(entry.get("transport"));
    }

    public boolean isGzip() {
      return "gzip".equals(entry.get("encoding"));
    }

    public String contentType() {
      return entry.getOrDefault("content_type", "");
    }
  }

  private CapturedRequests() {}

  /** All requests of a folder with {@code index.jsonl.zst} whose bytes were kept. */
  public static List<Captured> load(Path folder) throws IOException {
    Map<String, ByteBuffer> files = new HashMap<>();
    List<Captured> requests = new ArrayList<>();
    String index = new String(unpacked(folder.resolve("index.jsonl.zst")), UTF_8);
    for (String line : index.lines().toList()) {
      Map<String, String> entry = flat(line);
      if (Boolean.parseBoolean(entry.get("stored"))) {
        String name = entry.get("file");
        if (!files.containsKey(name)) {
          files.put(name, ByteBuffer.wrap(unpacked(folder.resolve(name + ".zst"))));
        }
        requests.add(
            new Captured(entry, record(files.get(name), Integer.parseInt(entry.get("offset")))));
      }
    }
    return requests;
  }

  /** Those with traces, as they came. */
  static List<StoredRequest> traces(Path folder) throws IOException {
    return load(folder).stream()
        .filter(request -> request.signal().equals("traces"))
        .map(
            request ->
                new StoredRequest(
                    request.body(), Long.parseLong(request.entry().getOrDefault("t_ms", ""))))
        .toList();
  }

  /** The members of a JSON object that has no objects in it, as text. */
  public static Map<String, String> flat(String json) throws IOException {
    Map<String, String> members = new HashMap<>();
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        members.put(name, parser.getText());
        parser.skipChildren();
      }
    }
    return members;
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
