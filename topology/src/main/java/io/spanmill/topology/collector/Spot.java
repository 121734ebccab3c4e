package io.spanmill.topology.collector;

import io.spanmill.topology.config.ConfigException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A value in a Collector's configuration and where it stands: with what it inherits by {@code <<},
 * and with placeholders filled in.
 *
 * @param path as the Collector would name it: {@code processors.tail_sampling.policies[0]}
 * @param placeholders null where they are to stay as they are
 */
record Spot(String file, String path, Node node, @Nullable Placeholders placeholders, int depth) {
  private static final Pattern STEP = Pattern.compile("\\[(\\d+)]|\\.?([^.\\[]+)");

  /** Deeper than any configuration; a tree that contains itself ends here. */
  private static final int MAX_DEPTH = 60;

  /** A whole document, as it stands. */
  static Spot root(String file, Node node, int depth) {
    return new Spot(file, "", node, null, depth);
  }

  /** The same, but with the placeholders below it filled in. */
  Spot with(Placeholders filling) {
    return new Spot(file, path, node, filling, depth);
  }

  /** Refuses it, in one line that says where it stands. */
  ConfigException refused(String problem) {
    Mark mark = node.getStartMark();
    String position = ":" + (mark.getLine() + 1) + ":" + (mark.getColumn() + 1) + ": ";
    return new ConfigException(file + position + (path.isEmpty() ? "" : path + ": ") + problem);
  }

  boolean isMapping() {
    return node instanceof MappingNode;
  }

  boolean isList() {
    return node instanceof SequenceNode;
  }

  boolean isNothing() {
    return node.getTag().equals(Tag.NULL);
  }

  /** Values by key; those of the mapping itself before those that it inherits. */
  Map<String, Spot> fields() {
    Map<String, Spot> fields = new LinkedHashMap<>();
    if (node instanceof MappingNode mapping) {
      addFields(mapping, fields, depth);
    } else if (!isNothing()) {
      throw refused("must be a mapping (key: value)");
    }
    return fields;
  }

  private void addFields(MappingNode mapping, Map<String, Spot> fields, int level) {
    List<Node> inherited = new ArrayList<>();
    for (NodeTuple tuple : mapping.getValue()) {
      if (tuple.getKeyNode().getTag().equals(Tag.MERGE)) {
        inherited.add(tuple.getValueNode());
      } else if (tuple.getKeyNode() instanceof ScalarNode key) {
        fields.putIfAbsent(
            key.getValue(), below(separator() + key.getValue(), tuple.getValueNode()));
      }
    }
    inherited.forEach(node -> addInherited(node, fields, level + 1));
  }

  private void addInherited(Node from, Map<String, Spot> fields, int level) {
    if (level > MAX_DEPTH) {
      throw refused("is nested too deeply");
    }
    if (from instanceof MappingNode mapping) {
      addFields(mapping, fields, level);
    } else if (from instanceof SequenceNode several) {
      for (Node one : several.getValue()) {
        addInherited(one, fields, level + 1);
      }
    }
  }

  private String separator() {
    return path.isEmpty() ? "" : ".";
  }

  /** Null where it is not there, or nothing. */
  @Nullable Spot field(String key) {
    Spot value = fields().get(key);
    return value == null || value.isNothing() ? null : value;
  }

  List<Spot> items() {
    if (!(node instanceof SequenceNode sequence)) {
      throw refused("must be a list");
    }
    List<Spot> items = new ArrayList<>();
    for (Node item : sequence.getValue()) {
      items.add(below("[" + items.size() + "]", item));
    }
    return items;
  }

  private Spot below(String step, Node child) {
    if (depth == MAX_DEPTH) {
      throw refused("is nested too deeply");
    }
    return new Spot(file, path + step, filledIn(path + step, child), placeholders, depth + 1);
  }

  /** A placeholder may stand for a whole list, too. */
  private Node filledIn(String where, Node child) {
    if (placeholders == null
        || !(child instanceof ScalarNode scalar)
        || !Placeholders.areIn(scalar.getValue())) {
      return child;
    }
    try {
      String text = placeholders.resolved(scalar.getValue());
      return scalar.isPlain() ? Documents.value(text, scalar) : Documents.text(text, scalar);
    } catch (IllegalArgumentException unresolved) {
      throw new Spot(file, where, child, placeholders, depth)
          .refused(String.valueOf(unresolved.getMessage()));
    }
  }

  /** A single value: numbers without their underscores, {@code True} as {@code true}. */
  String text() {
    if (!(node instanceof ScalarNode scalar) || isNothing()) {
      throw refused(isNothing() ? "has no value" : "must be a single value");
    }
    String text = scalar.getValue();
    if (node.getTag().equals(Tag.INT) || node.getTag().equals(Tag.FLOAT)) {
      return text.replace("_", "");
    }
    boolean truth = text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false");
    return truth && node.getTag().equals(Tag.BOOL) ? text.toLowerCase(Locale.ROOT) : text;
  }

  long whole() {
    try {
      return Long.parseLong(text());
    } catch (NumberFormatException notWhole) {
      throw refused("\"" + text() + "\" is not a whole number");
    }
  }

  /** What lies at the end of {@code [1].a.b[2]}, or as near to it as anything does. */
  Spot follow(String steps) {
    Spot spot = this;
    Matcher step = STEP.matcher(steps);
    while (step.find()) {
      Spot next =
          step.group(1) == null
              ? spot.inside(step.group(2))
              : spot.inside(Integer.parseInt(step.group(1)));
      if (next == null) {
        return spot;
      }
      spot = next;
    }
    return spot;
  }

  private @Nullable Spot inside(String key) {
    return isMapping() ? fields().get(key) : null;
  }

  private @Nullable Spot inside(int index) {
    return isList() && index < items().size() ? items().get(index) : null;
  }
}
