package io.spanmill.embedded;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What {@code local} has written, read without any of the code that wrote it. */
record LocalOutput(Path folder) {
  List<Json> red() throws IOException {
    return Json.lines(folder.resolve("red.jsonl"));
  }

  List<Json> edges() throws IOException {
    return Json.lines(folder.resolve("edges.jsonl"));
  }

  List<Json> criticalPath() throws IOException {
    return Json.lines(folder.resolve("critical_path.jsonl"));
  }

  List<Json> errors() throws IOException {
    return Json.lines(folder.resolve("errors.jsonl"));
  }

  List<Json> decisions() throws IOException {
    return Json.lines(folder.resolve("decisions.jsonl"));
  }

  List<Json> deadLetters() throws IOException {
    return Json.lines(folder.resolve("dead_letters.jsonl"));
  }

  Json summary() throws IOException {
    return Json.read(folder.resolve("summary.json"));
  }

  /** Shows each {@code TracesData}. */
  void eachTraces(Reader reader) throws IOException {
    try (InputStream in =
        new BufferedInputStream(Files.newInputStream(folder.resolve("traces.binpb")))) {
      for (byte[] prefix = in.readNBytes(4); prefix.length == 4; prefix = in.readNBytes(4)) {
        reader.read(in.readNBytes(ByteBuffer.wrap(prefix).getInt()));
      }
    }
  }

  /** Takes one record of {@code traces.binpb}. */
  interface Reader {
    void read(byte[] traces) throws IOException;
  }
}
