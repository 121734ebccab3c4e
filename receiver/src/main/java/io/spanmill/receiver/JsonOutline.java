package io.spanmill.receiver;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.spanmill.otlp.Signal;
import io.spanmill.wire.MalformedBytesException;
import io.spanmill.wire.Utf8;
import java.io.IOException;

/** Reads a JSON request of metrics or logs as far as to know that it is one. */
final class JsonOutline {
  private static final JsonFactory FACTORY = new JsonFactory();

  private JsonOutline() {}

  /**
   * How many resources it has.
   *
   * @throws MalformedBytesException for what is not one JSON object, or is another signal's request
   */
  static int resources(Signal signal, byte[] json) throws MalformedBytesException {
    if (!Utf8.isValid(json, 0, json.length)) {
      throw new MalformedBytesException("not JSON: not UTF-8", 0);
    }
    try (JsonParser parser = FACTORY.createParser(json)) {
      return resources(signal, parser);
    } catch (JacksonException e) {
      long at = e.getLocation() == null ? 0 : Math.max(0, e.getLocation().getByteOffset());
      throw new MalformedBytesException("not JSON: " + e.getOriginalMessage(), (int) at);
    } catch (IOException e) {
      throw new MalformedBytesException("not JSON: " + e.getMessage(), 0);
    }
  }

  private static int resources(Signal signal, JsonParser parser)
      throws IOException, MalformedBytesException {
    require(parser.nextToken() == JsonToken.START_OBJECT, "not a JSON object", parser);
    int resources = 0;
    boolean named = false;
    boolean known = false;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      named = true;
      boolean asked = signal.resources().equals(parser.currentName());
      known |= asked;
      JsonToken value = parser.nextToken();
      if (asked && value != JsonToken.VALUE_NULL) {
        require(value == JsonToken.START_ARRAY, "expected an array", parser);
        resources += elements(parser);
      } else {
        parser.skipChildren();
      }
    }
    require(known || !named, "no " + signal.resources(), parser);
    require(parser.nextToken() == null, "more than one JSON object", parser);
    return resources;
  }

  private static int elements(JsonParser parser) throws IOException, MalformedBytesException {
    int elements = 0;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      require(
          parser.currentToken() == JsonToken.START_OBJECT
              || parser.currentToken() == JsonToken.VALUE_NULL,
          "expected an object",
          parser);
      parser.skipChildren();
      elements++;
    }
    return elements;
  }

  private static void require(boolean condition, String reason, JsonParser parser)
      throws MalformedBytesException {
    if (!condition) {
      long at = Math.max(0, parser.currentTokenLocation().getByteOffset());
      throw new MalformedBytesException(reason, (int) at);
    }
  }
}
