package io.spanmill.receiver;

import static io.spanmill.wire.ProtoReader.LEN;
import static io.spanmill.wire.ProtoReader.VARINT;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.spanmill.wire.ProtoWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;

/**
 * The messages that senders get, in both encodings.
 *
 * <pre>
 * Export*ServiceResponse { 1 partial_success { 1 rejected_*  2 error_message } }
 * google.rpc.Status      { 1 code  2 message  3 details* Any { 1 type_url  2 value } }
 * google.rpc.RetryInfo   { 1 retry_delay google.protobuf.Duration { 1 seconds  2 nanos } }
 * </pre>
 */
final class Messages {
  private static final JsonFactory JSON = new JsonFactory();
  private static final String RETRY_INFO = "type.googleapis.com/google.rpc.RetryInfo";
  private static final int FIRST_NUMBER = 1 << 3 | VARINT;
  private static final int FIRST = 1 << 3 | LEN;
  private static final int SECOND = 2 << 3 | LEN;
  private static final int THIRD = 3 << 3 | LEN;

  private interface Fields {
    void write(JsonGenerator json) throws IOException;
  }

  private Messages() {}

  /** Empty if nothing was rejected, as OTLP wants it. */
  static byte[] response(Admitted request, Encoding encoding) {
    return encoding == Encoding.JSON ? jsonResponse(request) : protobufResponse(request);
  }

  private static byte[] protobufResponse(Admitted request) {
    ProtoWriter out = new ProtoWriter(128);
    if (request.rejected() > 0) {
      int partial = out.beginMessage(FIRST);
      out.writeTag(FIRST_NUMBER).writeVarint(request.rejected());
      out.writeString(SECOND, request.reason());
      out.endMessage(partial);
    }
    return out.toByteArray();
  }

  private static byte[] jsonResponse(Admitted request) {
    return json(
        fields -> {
          if (request.rejected() > 0) {
            fields.writeObjectFieldStart("partialSuccess");
            fields.writeStringField(request.signal().rejected(), "" + request.rejected());
            fields.writeStringField("errorMessage", request.reason());
            fields.writeEndObject();
          }
        });
  }

  /** A {@code google.rpc.Status}. */
  static byte[] status(Refusal refusal, String reason, Encoding encoding) {
    if (encoding == Encoding.PROTOBUF) {
      return protobufStatus(refusal, reason).toByteArray();
    }
    return json(
        fields -> {
          fields.writeNumberField("code", refusal.grpcStatus());
          fields.writeStringField("message", reason);
        });
  }

  /** A {@code google.rpc.Status} that says when to try again. */
  static byte[] statusWithRetry(Refusal refusal, String reason, Duration delay) {
    ProtoWriter out = protobufStatus(refusal, reason);
    int any = out.beginMessage(THIRD);
    out.writeString(FIRST, RETRY_INFO);
    int retryInfo = out.beginMessage(SECOND);
    int duration = out.beginMessage(FIRST);
    out.writeTag(FIRST_NUMBER).writeVarint(delay.toSeconds());
    out.endMessage(duration).endMessage(retryInfo).endMessage(any);
    return out.toByteArray();
  }

  private static ProtoWriter protobufStatus(Refusal refusal, String reason) {
    return new ProtoWriter(128)
        .writeTag(FIRST_NUMBER)
        .writeVarint(refusal.grpcStatus())
        .writeString(SECOND, reason);
  }

  private static byte[] json(Fields fields) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator out = JSON.createGenerator(bytes)) {
      out.writeStartObject();
      fields.write(out);
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(new String(bytes.toByteArray(), UTF_8), e);
    }
    return bytes.toByteArray();
  }
}
