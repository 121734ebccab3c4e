package io.spanmill.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Rows of the sampling vectors: of the folder in the system property {@code spanmill.vectors} if it
 * is set, else of the copy on the class path.
 */
public final class Vectors {
  private Vectors() {}

  /** One row: its fields by column. */
  public record Row(Map<String, String> fields) {
    public String text(String column) {
      return Objects.requireNonNull(fields.get(column), column);
    }

    @Override
    public String toString() {
      return text("id");
    }
  }

  public static Stream<Row> of(String table) {
    List<String> lines = content(table + ".tsv").lines().toList();
    String[] columns = lines.get(0).split("\t", -1);
    return lines.stream().skip(1).map(line -> row(columns, line.split("\t", -1)));
  }

  /** The strings of a JSON array that holds nothing else, none of them escaped. */
  public static List<String> strings(String json) {
    List<String> strings = new ArrayList<>();
    String[] parts = json.split("\"", -1);
    for (int i = 1; i < parts.length; i += 2) {
      strings.add(parts[i]);
    }
    return strings;
  }

  private static Row row(String[] columns, String[] fields) {
    Map<String, String> byColumn = new HashMap<>();
    for (int i = 0; i < columns.length; i++) {
      byColumn.put(columns[i], fields[i]);
    }
    return new Row(byColumn);
  }

  private static String content(String file) {
    String folder = System.getProperty("spanmill.vectors");
    try {
      return folder == null ? onClassPath(file) : Files.readString(Path.of(folder, file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String onClassPath(String file) throws IOException {
    try (InputStream stream = Vectors.class.getResourceAsStream("/vectors/" + file)) {
      return new String(Objects.requireNonNull(stream, file).readAllBytes(), UTF_8);
    }
  }
}
