package io.spanmill.embedded;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A JSON object as it stands in a file. */
record Json(Map<String, @Nullable Object> fields) {
  private static final JsonFactory FACTORY = new JsonFactory();

  static Json read(Path file) throws IOException {
    return parse(Files.readString(file));
  }

  /** One object per line. */
  static List<Json> lines(Path file) throws IOException {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.map(Json::parse).toList();
    }
  }

  static Json parse(String text) {
    try (JsonParser parser = FACTORY.createParser(text)) {
      parser.nextToken();
      Json json = new Json(object(parser));
      if (parser.nextToken() != null) {
        throw new IllegalArgumentException("more than one object: " + text);
      }
      return json;
    } catch (IOException e) {
      throw new UncheckedIOException(text, e);
    }
  }

  String text(String name) {
    return (String) value(name);
  }

  boolean flag(String name) {
    return (Boolean) value(name);
  }

  long number(String name) {
    return ((Number) value(name)).longValue();
  }

  double decimal(String name) {
    return ((Number) value(name)).doubleValue();
  }

  List<?> list(String name) {
    return (List<?>) value(name);
  }

  Json object(String name) {
    Map<String, Object> copy = new LinkedHashMap<>();
    ((Map<?, ?>) value(name)).forEach((key, inner) -> copy.put((String) key, inner));
    return new Json(copy);
  }

  boolean has(String name) {
    return fields.get(name) != null;
  }

  private Object value(String name) {
    Object value = fields.get(name);
    if (value == null) {
      throw new IllegalArgumentException("no " + name + " in " + fields);
    }
    return value;
  }

  private static @Nullable Object value(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getNumberValue();
      case VALUE_TRUE, VALUE_FALSE -> parser.getBooleanValue();
      default -> null;
    };
  }

  private static Map<String, @Nullable Object> object(JsonParser parser) throws IOException {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      fields.put(name, value(parser));
    }
    return fields;
  }

  private static List<@Nullable Object> array(JsonParser parser) throws IOException {
    List<@Nullable Object> elements = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      elements.add(value(parser));
    }
    return elements;
  }
}
