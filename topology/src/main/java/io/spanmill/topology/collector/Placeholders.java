package io.spanmill.topology.collector;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the Collector puts into its configuration before it reads it: {@code ${env:NAME}}, {@code
 * ${env:NAME:-default}}, the same without {@code env:}, and {@code $$} for a dollar.
 *
 * @see <a
 *     href="https://opentelemetry.io/docs/collector/configuration/#environment-variables">environment
 *     variables</a>
 */
record Placeholders(Map<String, String> environment) {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\$|\\$\\{([^}]*)}");
  private static final Pattern VARIABLE =
      Pattern.compile("(?:env:)?([a-zA-Z_][a-zA-Z0-9_]*)(?::-(.*))?", Pattern.DOTALL);

  Placeholders {
    environment = Map.copyOf(environment);
  }

  static boolean areIn(String text) {
    return text.indexOf('$') >= 0 && PLACEHOLDER.matcher(text).find();
  }

  /**
   * The text without them.
   *
   * @throws IllegalArgumentException where a variable is not set and there is no default, or the
   *     Collector would look elsewhere
   */
  String resolved(String text) {
    Matcher placeholder = PLACEHOLDER.matcher(text);
    StringBuilder resolved = new StringBuilder();
    while (placeholder.find()) {
      String name = placeholder.group(1);
      String value = name == null ? "$" : value(name);
      placeholder.appendReplacement(resolved, Matcher.quoteReplacement(value));
    }
    return placeholder.appendTail(resolved).toString();
  }

  private String value(String inside) {
    Matcher variable = VARIABLE.matcher(inside);
    if (!variable.matches()) {
      throw new IllegalArgumentException(
          "${" + inside + "} cannot be read here; allowed: ${env:NAME}, ${env:NAME:-default}");
    }
    String value = environment.getOrDefault(variable.group(1), variable.group(2));
    if (value == null) {
      throw new IllegalArgumentException(
          "the variable " + variable.group(1) + " is not set; set it for the import");
    }
    return value;
  }
}
