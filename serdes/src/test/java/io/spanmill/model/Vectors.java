package io.spanmill.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Rows of the sampling vectors: of the folder in the system property {@code spanmill.vectors} if it
 * is set, else of the copy on the class path.
 */
public final class Vectors {
  private static final JsonFactory JSON = new JsonFactory();

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

  /** The text of a JSON string. */
  public static String unquoted(String json) {
    try (JsonParser parser = JSON.createParser(json)) {
      parser.nextToken();
      return parser.getText();
    } catch (IOException e) {
      throw new UncheckedIOException(json, e);
    }
  }

  /**
   * The flat objects in a JSON array, or the one flat object: fields as text, null ones left out.
   */
  public static List<Map<String, String>> objects(String json) {
    List<Map<String, String>> objects = new ArrayList<>();
    try (JsonParser parser = JSON.createParser(json)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.START_OBJECT) {
          objects.add(new LinkedHashMap<>());
        } else if (token.isScalarValue() && token != JsonToken.VALUE_NULL) {
          objects.get(objects.size() - 1).put(parser.currentName(), parser.getText());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(json, e);
    }
    return objects;
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
