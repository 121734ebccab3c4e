package io.spanmill.topology.config;

import java.io.StringReader;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.composer.ComposerException;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Turns text into places. */
final class YamlTree {

  private YamlTree() {}

  /** A whole file; an empty one is a mapping of nothing. */
  static Place file(String label, String text) {
    Node root = parsed(label, text);
    return new Place(Origin.FILE, label, root == null ? nothing() : root, 0, false);
  }

  /** A text that stands for itself. */
  static Place scalar(Origin origin, String label, String text) {
    return new Place(origin, label, scalar(text), 1, false);
  }

  /** The YAML that is written inside a text. */
  static Place inline(Place text) {
    Node root = parsed(text.label(), text.text());
    Node node = root == null ? scalar("") : root;
    return new Place(text.origin(), text.label(), node, text.depth(), text.secret());
  }

  /** What was meant: outside a file, also a list or a mapping is written as text. */
  static Place unfolded(Place place) {
    return place.origin() == Origin.FILE ? place : inline(place);
  }

  private static @Nullable Node parsed(String label, String text) {
    try {
      return new Yaml(new SafeConstructor(new LoaderOptions())).compose(new StringReader(text));
    } catch (MarkedYAMLException wrong) {
      throw new ConfigException(label + ": " + position(wrong.getProblemMark()) + problem(wrong));
    } catch (YAMLException wrong) {
      throw new ConfigException(label + ": is not YAML: " + wrong.getMessage());
    }
  }

  private static String position(@Nullable Mark mark) {
    return mark == null
        ? ""
        : "line " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1) + ": ";
  }

  private static String problem(MarkedYAMLException wrong) {
    if (wrong instanceof ComposerException) {
      // It would repeat what is there, which may be a password.
      return "a value that begins with * or & needs quotes";
    }
    return wrong.getContext() == null
        ? wrong.getProblem()
        : wrong.getContext() + ": " + wrong.getProblem();
  }

  private static Node nothing() {
    return new MappingNode(Tag.MAP, List.of(), FlowStyle.BLOCK);
  }

  private static Node scalar(String text) {
    return new ScalarNode(Tag.STR, text, null, null, ScalarStyle.PLAIN);
  }
}
