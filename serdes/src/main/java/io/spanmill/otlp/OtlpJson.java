package io.spanmill.otlp;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import io.spanmill.wire.MalformedBytesException;
import io.spanmill.wire.ProtoWriter;
import io.spanmill.wire.Utf8;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Trace requests in <a
 * href="https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding">OTLP/JSON</a>, turned
 * into the protobuf that everything else reads.
 *
 * <p>Ids are hexadecimal and keep whatever length they have; enums are numbers or names; numbers
 * may be quoted; null is absent; fields without meaning are ignored. As in protobuf, the last of
 * several equal fields counts. Half a surrogate pair, which is what cutting a text in the middle of
 * an emoji leaves, becomes U+FFFD: protobuf's text has to be well-formed.
 */
public final class OtlpJson {
  private static final JsonFactory FACTORY = new JsonFactory();

  private OtlpJson() {}

  /**
   * True if the first byte that is no blank is <code>{</code>. Not proof: protobuf may begin with a
   * line feed, which is the tag of the first field, and a length of 123.
   */
  public static boolean looksLikeJson(byte[] value) {
    int at = 0;
    while (at < value.length && blank(value[at])) {
      at++;
    }
    return at < value.length && value[at] == '{';
  }

  private static boolean blank(byte character) {
    return character == ' ' || character == '\n' || character == '\r' || character == '\t';
  }

  /**
   * The same request (ExportTraceServiceRequest or TracesData) in protobuf.
   *
   * @throws MalformedBytesException for what is not one JSON object, is another signal's request,
   *     or has a field of a wrong type; at the byte where this shows
   */
  public static byte[] toProtobuf(byte[] json) throws MalformedBytesException {
    if (!Utf8.isValid(json, 0, json.length)) {
      throw malformed("not JSON: not UTF-8", null);
    }
    ProtoWriter out = new ProtoWriter(json.length / 2 + Long.BYTES);
    try (JsonParser parser = FACTORY.createParser(json)) {
      new JsonTranscoder(parser, out).transcodeRequest();
    } catch (JacksonException e) {
      throw malformed("not JSON: " + e.getOriginalMessage(), e.getLocation());
    } catch (IOException e) {
      throw malformed("not JSON: " + e.getMessage(), null);
    }
    return out.toByteArray();
  }

  static MalformedBytesException malformed(String reason, @Nullable JsonLocation location) {
    long position = location == null ? 0 : Math.max(0, location.getByteOffset());
    return new MalformedBytesException(reason, Math.toIntExact(position));
  }
}
