package io.spanmill.topology.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A value where it was written, and how to name that spot in a message. Reads YAML's tree rather
 * than objects made from it: values keep the text they were written in, and nothing is ever
 * instantiated.
 *
 * @param label begins every message: {@code spanmill.yaml: assembly.settle}
 * @param depth how many values enclose this one
 * @param secret whether what is written here is never shown
 */
record Place(Origin origin, String label, Node node, int depth, boolean secret) {
  /** Deeper than any configuration; a tree that contains itself ends here. */
  private static final int MAX_DEPTH = 50;

  /** The same, never shown. */
  Place hidden() {
    return new Place(origin, label, node, depth, true);
  }

  /** Refuses this value. The problem reads on after it: "is not a number". */
  ConfigException refused(String problem) {
    return wrong("\"" + shown() + "\" " + problem);
  }

  /** Refuses this place, whatever its value. */
  ConfigException wrong(String problem) {
    return new ConfigException(label + ": " + problem);
  }

  /** Refuses what lies below: a message of a record that begins with the key's name. */
  ConfigException wrongBelow(IllegalArgumentException broken) {
    return new ConfigException(label + "." + broken.getMessage());
  }

  /** A single value, as written. */
  String text() {
    if (isNothing()) {
      throw wrong("has no value");
    }
    if (node instanceof ScalarNode scalar) {
      return scalar.getValue();
    }
    throw wrong("must be a single value, but is a " + kind());
  }

  boolean isList() {
    return node instanceof SequenceNode;
  }

  /** A list's items. */
  List<Place> items() {
    if (!(node instanceof SequenceNode sequence)) {
      throw wrong("must be a list, but is a " + kind());
    }
    List<Place> items = new ArrayList<>();
    for (Node item : sequence.getValue()) {
      items.add(below("[" + items.size() + "]", item));
    }
    return items;
  }

  /** A list of single values, or the parts of one value between commas. */
  List<String> words() {
    if (isList()) {
      return items().stream().map(Place::text).toList();
    }
    return Arrays.stream(text().split(",")).map(String::strip).filter(w -> !w.isEmpty()).toList();
  }

  /** A mapping's values by key, none where nothing is written. */
  Map<String, Place> fields() {
    if (isNothing()) {
      return Map.of();
    }
    if (!(node instanceof MappingNode mapping)) {
      throw wrong("must be a mapping (key: value), but is a " + kind());
    }
    Map<String, Place> fields = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      String key = below("", tuple.getKeyNode()).text();
      Place value = below(depth == 0 ? ": " + key : "." + key, tuple.getValueNode());
      if (fields.put(key, value) != null) {
        throw value.wrong("is there twice, the second time in line " + line(tuple.getKeyNode()));
      }
    }
    return fields;
  }

  /** A mapping that is not there, for messages about what it lacks. */
  Place empty(String key) {
    return below("." + key, new MappingNode(Tag.MAP, List.of(), FlowStyle.BLOCK));
  }

  /** The value in one line, as YAML; secrets as {@code ***}. */
  String shown() {
    return secret ? "***" : flow(node);
  }

  private Place below(String step, Node child) {
    if (depth == MAX_DEPTH) {
      throw wrong("is nested too deeply");
    }
    return new Place(origin, label + step, child, depth + 1, secret);
  }

  private boolean isNothing() {
    return node.getTag().equals(Tag.NULL);
  }

  private String kind() {
    return switch (node.getNodeId()) {
      case sequence -> "list";
      case mapping -> "mapping";
      default -> "single value";
    };
  }

  private static int line(Node node) {
    return node.getStartMark().getLine() + 1;
  }

  private static String flow(Node node) {
    if (node instanceof SequenceNode sequence) {
      return "[" + String.join(", ", sequence.getValue().stream().map(Place::flow).toList()) + "]";
    }
    if (node instanceof MappingNode mapping) {
      return "{" + String.join(", ", mapping.getValue().stream().map(Place::flow).toList()) + "}";
    }
    return node instanceof ScalarNode scalar ? scalar.getValue() : "";
  }

  private static String flow(NodeTuple tuple) {
    return flow(tuple.getKeyNode()) + ": " + flow(tuple.getValueNode());
  }
}
