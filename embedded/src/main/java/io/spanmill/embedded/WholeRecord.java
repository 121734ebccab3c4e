package io.spanmill.embedded;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** A stream that is one record: a JSON request laid out over many lines. */
final class WholeRecord implements Records {
  private static final JsonFactory JSON = new JsonFactory();

  private final InputStream stream;
  private boolean read;

  WholeRecord(InputStream stream) {
    this.stream = stream;
  }

  /**
   * Whether the stream is one JSON object, or the beginning of one, rather than one per line. Reads
   * no further than the first, and holds none of it.
   */
  static boolean fits(InputStream stream) throws IOException {
    try (JsonParser parser = JSON.createParser(stream)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return false;
      }
      parser.skipChildren();
      return parser.nextToken() == null;
    } catch (JsonEOFException cutOff) {
      return true;
    } catch (JsonProcessingException notJson) {
      return false;
    }
  }

  @Override
  public byte @Nullable [] next() throws IOException {
    if (read) {
      return null;
    }
    read = true;
    byte[] value = stream.readNBytes(MAX_BYTES + 1);
    if (value.length > MAX_BYTES) {
      throw new IOException("a request of more than 512 MiB");
    }
    return value;
  }

  @Override
  public long offset() {
    return 0;
  }
}
