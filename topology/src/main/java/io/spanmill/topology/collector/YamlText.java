package io.spanmill.topology.collector;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes maps, lists and texts as YAML, for people to go on with. */
final class YamlText {
  private static final Pattern PLAIN =
      Pattern.compile("[a-zA-Z0-9_./-][a-zA-Z0-9_./+-]*( [a-zA-Z0-9_./+-]+)*");
  private static final Set<String> WORDS =
      Set.of("null", "~", "-", "---", "...", "yes", "no", "on", "off", "y", "n");
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\x{2028}\\x{2029}\\x{feff}]");

  private final StringBuilder text = new StringBuilder();

  YamlText comment(String indent, String comment) {
    text.append(indent).append("# ").append(comment).append('\n');
    return this;
  }

  YamlText line(String line) {
    text.append(line).append('\n');
    return this;
  }

  /** A mapping's entries, each on lines of its own. */
  YamlText entries(String indent, Map<?, ?> entries) {
    String before = indent;
    for (Map.Entry<?, ?> entry : entries.entrySet()) {
      text.append(before).append(scalar(entry.getKey().toString())).append(':');
      value(indent, entry.getValue());
      before = indent;
    }
    return this;
  }

  /** A mapping that is an item of a list. */
  YamlText item(String indent, Map<?, ?> entries) {
    if (entries.isEmpty()) {
      return line(indent + "- {}");
    }
    int start = text.length();
    entries(indent + "  ", entries);
    text.setCharAt(start + indent.length(), '-');
    return this;
  }

  private void value(String indent, Object value) {
    if (value instanceof Map<?, ?> map && !map.isEmpty()) {
      text.append('\n');
      entries(indent + "  ", map);
    } else if (value instanceof List<?> list && list.stream().anyMatch(Map.class::isInstance)) {
      text.append('\n');
      list.forEach(item -> element(indent + "  ", item));
    } else if (value instanceof List<?> list) {
      text.append(list.size() > 1 ? lines(indent + "  ", list) : " " + flow(list)).append('\n');
    } else {
      text.append(' ').append(flow(value)).append('\n');
    }
  }

  private void element(String indent, Object item) {
    if (item instanceof Map<?, ?> map) {
      item(indent, map);
    } else {
      line(indent + "- " + flow(item));
    }
  }

  /** Whatever it is, on one line. */
  private static String flow(Object value) {
    if (value instanceof List<?> list) {
      return list.stream().map(YamlText::flow).collect(Collectors.joining(", ", "[", "]"));
    }
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(entry -> scalar(entry.getKey().toString()) + ": " + flow(entry.getValue()))
          .collect(Collectors.joining(", ", "{", "}"));
    }
    return scalar(value.toString());
  }

  private static String lines(String indent, List<?> list) {
    String flow = flow(list);
    if (flow.length() <= 80) {
      return " " + flow;
    }
    StringBuilder lines = new StringBuilder();
    list.forEach(item -> lines.append('\n').append(indent).append("- ").append(flow(item)));
    return lines.toString();
  }

  /** As plain as it can be read back. */
  private static String scalar(String value) {
    if (PLAIN.matcher(value).matches() && !WORDS.contains(value.toLowerCase(Locale.ROOT))) {
      return value;
    }
    if (!CONTROL.matcher(value).find()) {
      return "'" + value.replace("'", "''") + "'";
    }
    StringBuilder quoted = new StringBuilder("\"");
    value.chars().forEach(character -> escape((char) character, quoted));
    return quoted.append('"').toString();
  }

  private static void escape(char character, StringBuilder quoted) {
    if (character == '"' || character == '\\') {
      quoted.append('\\').append(character);
    } else if (CONTROL.matcher(String.valueOf(character)).matches()) {
      quoted.append(String.format("\\u%04x", (int) character));
    } else {
      quoted.append(character);
    }
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
