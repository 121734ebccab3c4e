package io.spanmill.exporter;

import static io.spanmill.wire.ProtoReader.LEN;
import static io.spanmill.wire.ProtoReader.VARINT;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.spanmill.wire.MalformedBytesException;
import io.spanmill.wire.ProtoReader;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The messages that back-ends send. What cannot be read says nothing.
 *
 * <pre>
 * Export*ServiceResponse { 1 partial_success { 1 rejected_*  2 error_message } }
 * google.rpc.Status      { 1 code  2 message  3 details* Any { 1 type_url  2 value } }
 * google.rpc.RetryInfo   { 1 retry_delay google.protobuf.Duration { 1 seconds  2 nanos } }
 * </pre>
 */
final class Replies {
  private static final int FIRST = 1 << 3 | LEN;
  private static final int SECOND = 2 << 3 | LEN;
  private static final int THIRD = 3 << 3 | LEN;
  private static final int FIRST_NUMBER = 1 << 3 | VARINT;
  private static final int SECOND_NUMBER = 2 << 3 | VARINT;
  private static final String RETRY_INFO = "/google.rpc.RetryInfo";

  /** What a field of a message is shown to. */
  private interface Field {
    void read(ProtoReader reader) throws MalformedBytesException;
  }

  private Replies() {}

  /**
   * Of a request that was accepted, perhaps in part.
   *
   * @param from where the response begins in the body
   */
  static Answer accepted(String code, byte[] body, int from) {
    long[] rejected = {0};
    String[] reason = {""};
    read(
        body,
        Math.min(from, body.length),
        body.length,
        FIRST,
        response ->
            each(
                body,
                response.from(),
                response.to(),
                field -> {
                  switch (field.tag()) {
                    case FIRST_NUMBER -> rejected[0] = field.number();
                    case SECOND -> reason[0] = text(body, field);
                    default -> {}
                  }
                }));
    return new Answer(Answer.Kind.ACCEPTED, code, reason[0], Math.max(0, rejected[0]), null);
  }

  /** What a {@code google.rpc.Status} says to people. */
  static String statusMessage(byte[] status) {
    String[] message = {""};
    read(status, 0, status.length, SECOND, field -> message[0] = text(status, field));
    return message[0];
  }

  /** The delay in a {@code google.rpc.Status}; null if it has none. */
  static @Nullable Duration retryDelay(byte[] status) {
    Duration[] delay = {null};
    read(
        status,
        0,
        status.length,
        THIRD,
        any -> {
          String[] type = {""};
          read(status, any.from(), any.to(), FIRST, field -> type[0] = text(status, field));
          if (type[0].endsWith(RETRY_INFO)) {
            read(
                status,
                any.from(),
                any.to(),
                SECOND,
                info ->
                    read(
                        status,
                        info.from(),
                        info.to(),
                        FIRST,
                        field -> delay[0] = duration(status, field.from(), field.to())));
          }
        });
    return delay[0];
  }

  private static Duration duration(byte[] bytes, int from, int to) throws MalformedBytesException {
    long[] parts = {0, 0};
    each(
        bytes,
        from,
        to,
        field -> {
          switch (field.tag()) {
            case FIRST_NUMBER -> parts[0] = field.number();
            case SECOND_NUMBER -> parts[1] = field.number();
            default -> {}
          }
        });
    return Duration.ofSeconds(Math.max(0, Math.min(parts[0], Integer.MAX_VALUE)))
        .plusNanos(Math.max(0, parts[1]));
  }

  private static String text(byte[] bytes, ProtoReader field) {
    return new String(bytes, field.from(), field.length(), UTF_8);
  }

  private static void read(byte[] bytes, int from, int to, int tag, Field found) {
    try {
      each(
          bytes,
          from,
          to,
          field -> {
            if (field.tag() == tag) {
              found.read(field);
            }
          });
    } catch (MalformedBytesException unreadable) {
      // Whoever has answered has said enough with his status.
    }
  }

  private static void each(byte[] bytes, int from, int to, Field found)
      throws MalformedBytesException {
    ProtoReader reader = new ProtoReader().reset(bytes, from, to);
    while (reader.next()) {
      found.read(reader);
    }
  }
}
