package io.spanmill.deploy;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** docker-compose.yml, with the values that its variables have by default. */
final class Composition {
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)(?::-([^}]*))?(?::\\?)?}");

  private static final JsonObject TREE = Yaml.document(Sources.ROOT.resolve("docker-compose.yml"));

  private Composition() {}

  static Map<String, JsonObject> services() {
    return Yaml.at(TREE, "services").getAsJsonObject().entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, each -> each.getValue().getAsJsonObject()));
  }

  static JsonObject service(String name) {
    return Yaml.at(TREE, "services." + name).getAsJsonObject();
  }

  static JsonObject volumes() {
    return Yaml.at(TREE, "volumes").getAsJsonObject();
  }

  /** With variables replaced: by what .env says, else by their defaults. */
  static String resolved(String text) {
    Map<String, String> images = Images.read().names();
    Matcher variable = VARIABLE.matcher(text);
    StringBuilder resolved = new StringBuilder();
    while (variable.find()) {
      String standard = variable.group(2);
      String value = images.getOrDefault(variable.group(1), standard);
      if (value == null) {
        throw new IllegalStateException(variable.group() + " is set nowhere");
      }
      variable.appendReplacement(resolved, Matcher.quoteReplacement(value));
    }
    return variable.appendTail(resolved).toString();
  }

  /** What a service's variables are. */
  static Map<String, String> environment(String service) {
    return service(service).getAsJsonObject("environment").entrySet().stream()
        .collect(
            Collectors.toMap(Map.Entry::getKey, each -> resolved(each.getValue().getAsString())));
  }

  /** In bytes, of a text such as {@code 1536m}. */
  static long memory(JsonElement service) {
    String limit = Yaml.text(service, "mem_limit");
    return Heap.of("-Xmx" + limit);
  }
}
