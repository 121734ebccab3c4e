package io.spanmill.topology.logging;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/**
 * Something that was logged.
 *
 * @param logger its full name
 */
record LogMessage(
    Instant time,
    Level level,
    String logger,
    String thread,
    String message,
    @Nullable Throwable thrown) {
  private static final DateTimeFormatter UTC =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  String asText() {
    String shortName = logger.substring(logger.lastIndexOf('.') + 1);
    String line = UTC.format(time) + " " + level + " " + shortName + " - " + message + "\n";
    return thrown == null ? line : line + trace(thrown);
  }

  String asJson() {
    StringBuilder json = new StringBuilder(256);
    add(json.append('{'), "timestamp", UTC.format(time));
    add(json.append(','), "level", level.name());
    add(json.append(','), "logger", logger);
    add(json.append(','), "thread", thread);
    add(json.append(','), "message", message);
    if (thrown != null) {
      add(json.append(','), "exception", thrown.toString());
      add(json.append(','), "stack_trace", trace(thrown));
    }
    return json.append("}\n").toString();
  }

  private static void add(StringBuilder json, String field, String value) {
    json.append('"').append(field).append("\":\"");
    JsonStringEncoder.getInstance().quoteAsString(value, json);
    json.append('"');
  }

  private static String trace(Throwable thrown) {
    StringWriter trace = new StringWriter();
    thrown.printStackTrace(new PrintWriter(trace, true));
    return trace.toString();
  }
}
