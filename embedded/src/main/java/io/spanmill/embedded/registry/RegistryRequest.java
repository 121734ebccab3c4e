package io.spanmill.embedded.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import io.spanmill.sinks.JsonFields;
import java.io.IOException;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a registry is asked.
 *
 * @param route method and path, with {@code *} for what is named: {@code GET /subjects/*}
 * @param named what stands there
 * @param query empty if there is none
 */
record RegistryRequest(
    String route, List<String> named, String query, Map<String, @Nullable Object> body) {
  private static final int LARGEST_BODY = 1 << 22;

  /** Where names stand, by the first word of the path. */
  private static final Map<String, Set<Integer>> NAMES =
      Map.of(
          "subjects", Set.of(1, 3),
          "schemas", Set.of(2),
          "config", Set.of(1),
          "mode", Set.of(1),
          "compatibility", Set.of(2, 4));

  static RegistryRequest of(HttpExchange exchange) throws IOException, RegistryError {
    String[] words = exchange.getRequestURI().getRawPath().substring(1).split("/", -1);
    Set<Integer> names = NAMES.getOrDefault(words[0], Set.of());
    StringBuilder route = new StringBuilder(exchange.getRequestMethod()).append(' ');
    List<String> named = new ArrayList<>();
    for (int i = 0; i < words.length; i++) {
      route.append('/').append(names.contains(i) ? "*" : words[i]);
      if (names.contains(i)) {
        named.add(URLDecoder.decode(words[i].replace("+", "%2B"), UTF_8));
      }
    }
    String query = exchange.getRequestURI().getRawQuery();
    return new RegistryRequest(route.toString(), named, query == null ? "" : query, body(exchange));
  }

  private static Map<String, @Nullable Object> body(HttpExchange exchange)
      throws IOException, RegistryError {
    byte[] body = exchange.getRequestBody().readNBytes(LARGEST_BODY);
    if (body.length == 0) {
      return Map.of();
    }
    try {
      return JsonFields.of(body);
    } catch (IOException noJson) {
      throw RegistryError.unreadable();
    }
  }

  /** What is named first: mostly the subject. */
  String subject() {
    return named.isEmpty() ? "" : named.get(0);
  }

  String second() {
    return named.get(1);
  }

  boolean asks(String option) {
    return ("&" + query + "&").contains("&" + option + "=true&");
  }

  /** The schema that is told or asked for. */
  String schema() throws RegistryError {
    Object type = body.getOrDefault("schemaType", "AVRO");
    if (type != null && !type.equals("AVRO")) {
      throw RegistryError.noSchemaText("of type " + type + "; this registry knows AVRO only");
    }
    if (body.get("references") instanceof List<?> references && !references.isEmpty()) {
      throw RegistryError.noSchemaText("this registry knows no references");
    }
    if (body.get("schema") instanceof String schema) {
      return schema;
    }
    throw RegistryError.noSchemaText("there is none");
  }
}
