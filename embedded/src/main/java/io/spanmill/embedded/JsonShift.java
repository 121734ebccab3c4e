package io.spanmill.embedded;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.spanmill.wire.MalformedBytesException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Shifts OTLP/JSON, token by token. What an attribute is called stands in a value there, so a name
 * is enough to know a field by.
 */
final class JsonShift {
  private static final JsonFactory JSON = new JsonFactory();
  private static final String TRACE_ID = "traceId";
  private static final Set<String> TIMES =
      Set.of("startTimeUnixNano", "endTimeUnixNano", "timeUnixNano");

  private final RequestShift shift;

  JsonShift(RequestShift shift) {
    this.shift = shift;
  }

  byte[] apply(byte[] request) throws MalformedBytesException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(request.length + 64);
    try (JsonParser in = JSON.createParser(request);
        JsonGenerator out = JSON.createGenerator(bytes)) {
      while (in.nextToken() != null) {
        copy(in, out);
      }
    } catch (IOException | NumberFormatException e) {
      throw new MalformedBytesException("not OTLP/JSON: " + e.getMessage(), 0);
    }
    return bytes.toByteArray();
  }

  private void copy(JsonParser in, JsonGenerator out) throws IOException {
    String changed = changed(in);
    if (changed == null) {
      out.copyCurrentEventExact(in);
    } else {
      out.writeString(changed);
    }
  }

  private @Nullable String changed(JsonParser in) throws IOException {
    String field = in.currentToken().isScalarValue() ? in.currentName() : null;
    if (field == null) {
      return null;
    }
    if (TIMES.contains(field) && isNumber(in)) {
      return Long.toUnsignedString(shift.moved(Long.parseUnsignedLong(in.getText())));
    }
    return field.equals(TRACE_ID) && in.getText().length() == 2 * FreshIds.ID_BYTES
        ? shift.ids().renewed(in.getText())
        : null;
  }

  /** OTLP/JSON quotes numbers of 64 bits, but need not. */
  private static boolean isNumber(JsonParser in) {
    return in.currentToken() == JsonToken.VALUE_STRING
        || in.currentToken() == JsonToken.VALUE_NUMBER_INT;
  }
}
