package io.spanmill.connect;

import io.spanmill.exporter.BackEnd;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;

/**
 * Headers in one line, as <a
 * href="https://opentelemetry.io/docs/specs/otel/protocol/exporter/#specifying-headers-via-environment-variables">{@code
 * OTEL_EXPORTER_OTLP_HEADERS}</a> has them: {@code name=value,name=value}, where {@code %2C} is a
 * comma.
 */
final class HeaderList {
  static final String ALLOWED = "name=value,name=value (a comma in a value is %2C)";

  private HeaderList() {}

  /**
   * Reads them; an error does not repeat what is there, which may be a secret.
   *
   * @throws ConfigException for what is no such list
   */
  static Map<String, String> parse(String key, String text) {
    Map<String, String> headers = new LinkedHashMap<>();
    for (String part : text.split(",", -1)) {
      int equals = part.indexOf('=');
      if (part.isBlank()) {
        continue;
      }
      String name = equals < 0 ? "" : part.substring(0, equals).strip();
      String value = equals < 0 ? "" : decoded(key, part.substring(equals + 1).strip());
      if (!BackEnd.isHeader(name) || !BackEnd.isHeaderValue(value)) {
        throw new ConfigException(key + " is not " + ALLOWED);
      }
      if (BackEnd.isOwnHeader(name)) {
        throw new ConfigException(key + ": " + name + " is set by the sink itself");
      }
      headers.put(name, value);
    }
    return headers;
  }

  /** Unlike in a form, a plus sign is one. */
  private static String decoded(String key, String value) {
    try {
      return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException malformed) {
      throw new ConfigException(key + " has a percent sign without two digits: " + ALLOWED);
    }
  }
}
