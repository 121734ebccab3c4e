package io.spanmill.embedded;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Walks over the fields of JSON objects. */
public final class JsonFields {
  private static final JsonFactory JSON = new JsonFactory();

  private JsonFields() {}

  /** Hears of a field; need not read its value. */
  public interface Reader {
    void read(String name, JsonParser value) throws IOException;
  }

  /** Shows the fields of a text that is one object. */
  public static void each(byte[] json, Reader reader) {
    try (JsonParser parser = JSON.createParser(json)) {
      parser.nextToken();
      each(parser, reader);
    } catch (IOException notOurs) {
      throw new UncheckedIOException(notOurs);
    }
  }

  /** Shows the fields of the object that begins at the current token. */
  public static void each(JsonParser parser, Reader reader) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      reader.read(name, parser);
      parser.skipChildren();
    }
  }
}
