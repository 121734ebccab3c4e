package io.spanmill.topology.webhook;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Alerts as {@code POST /api/v2/alerts} of <a
 * href="https://github.com/prometheus/alertmanager/blob/main/api/v2/openapi.yaml">Alertmanager</a>
 * takes them: an array of {@code {labels, annotations, startsAt, endsAt, generatorURL}}. Labels say
 * which alert it is, and are the same from its beginning to its end.
 */
final class AlertmanagerJson {
  private static final JsonFactory FACTORY = new JsonFactory();
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final Duration life;
  private final String link;

  /**
   * @param life what fires is taken for over if it was not told again for so long
   * @param link with {@code {trace_id}} in it, or empty
   */
  AlertmanagerJson(Duration life, String link) {
    this.life = life;
    this.link = link;
  }

  /** Whether it is of interest: what is pending may come to nothing. */
  static boolean isTold(Map<String, @Nullable Object> alert) {
    return isFiring(alert) || "resolved".equals(alert.get("state"));
  }

  static boolean isFiring(Map<String, @Nullable Object> alert) {
    return "firing".equals(alert.get("state"));
  }

  /**
   * @param alerts fields of docs/formats.md, as they are read from JSON or from Avro
   */
  byte[] array(List<Map<String, @Nullable Object>> alerts, Instant now) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
    try (JsonGenerator out = FACTORY.createGenerator(bytes)) {
      out.writeStartArray();
      for (Map<String, @Nullable Object> alert : alerts) {
        write(alert, now, out);
      }
      out.writeEndArray();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  private void write(Map<String, @Nullable Object> alert, Instant now, JsonGenerator out)
      throws IOException {
    out.writeStartObject();
    writeLabels(alert, out);
    writeAnnotations(alert, out);
    Object fired = alert.get("fired_unix_nano");
    out.writeStringField("startsAt", time(fired == null ? alert.get("since_unix_nano") : fired));
    out.writeStringField(
        "endsAt",
        isFiring(alert)
            ? now.plus(life).truncatedTo(ChronoUnit.MILLIS).toString()
            : time(alert.get("at_unix_nano")));
    List<?> examples = examples(alert);
    if (!link.isEmpty() && !examples.isEmpty()) {
      out.writeStringField("generatorURL", link.replace("{trace_id}", "" + examples.get(0)));
    }
    out.writeEndObject();
  }

  private static void writeLabels(Map<String, @Nullable Object> alert, JsonGenerator out)
      throws IOException {
    out.writeObjectFieldStart("labels");
    out.writeStringField("alertname", text(alert.get("objective")));
    out.writeStringField("kind", text(alert.get("kind")));
    out.writeStringField("severity", text(alert.get("severity")));
    if (alert.get("target") instanceof Map<?, ?> target) {
      for (Map.Entry<?, ?> part : target.entrySet()) {
        if (!"message".equals(part.getKey())) { // may be long, and be told otherwise the next time
          out.writeStringField("" + part.getKey(), text(part.getValue()));
        }
      }
    }
    out.writeEndObject();
  }

  private static void writeAnnotations(Map<String, @Nullable Object> alert, JsonGenerator out)
      throws IOException {
    out.writeObjectFieldStart("annotations");
    out.writeStringField("summary", text(alert.get("summary")));
    for (String number : List.of("value", "threshold", "baseline", "calls")) {
      if (alert.get(number) != null) {
        out.writeStringField(number, text(alert.get(number)));
      }
    }
    if (alert.get("top_contributor") instanceof Map<?, ?> top) {
      out.writeStringField(
          "top_contributor",
          top.get("service") + " " + top.get("operation") + " " + top.get("share"));
    }
    if (alert.get("top_error") instanceof Map<?, ?> top) {
      out.writeStringField(
          "top_error",
          top.get("service")
              + ": "
              + top.get("type")
              + ": "
              + top.get("message")
              + " ("
              + top.get("count")
              + ")");
    }
    List<?> examples = examples(alert);
    if (!examples.isEmpty()) {
      out.writeStringField(
          "example_trace_ids", String.join(" ", examples.stream().map(String::valueOf).toList()));
    }
    out.writeEndObject();
  }

  private static List<?> examples(Map<String, @Nullable Object> alert) {
    return alert.get("example_trace_ids") instanceof List<?> list ? list : List.of();
  }

  private static String text(@Nullable Object value) {
    return value == null ? "" : value.toString();
  }

  private static String time(@Nullable Object unixNanos) {
    long nanos = Long.parseLong(text(unixNanos));
    return Instant.ofEpochMilli(nanos / NANOS_PER_MILLI).toString();
  }
}
