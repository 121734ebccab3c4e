package io.spanmill.topology.collector;

import io.spanmill.topology.config.ConfigException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/** YAML's tree of a text; nothing is ever made of it but nodes. */
final class Documents {

  private Documents() {}

  /** All documents of a file. */
  static List<Node> of(String file, String text) {
    try {
      List<Node> documents = new ArrayList<>();
      yaml().composeAll(new StringReader(text)).forEach(documents::add);
      return documents;
    } catch (MarkedYAMLException wrong) {
      Mark mark = wrong.getProblemMark();
      String position =
          mark == null ? "" : ":" + (mark.getLine() + 1) + ":" + (mark.getColumn() + 1);
      throw new ConfigException(file + position + ": is not YAML: " + wrong.getProblem());
    } catch (YAMLException wrong) {
      throw new ConfigException(file + ": is not YAML: " + wrong.getMessage());
    }
  }

  /** What a text that stands in the place of a value means; of no YAML, it is the text. */
  static Node value(String text, ScalarNode place) {
    try {
      Node node = yaml().compose(new StringReader(text));
      return node == null || node instanceof ScalarNode ? scalar(node, text, place) : node;
    } catch (YAMLException noYaml) {
      return text(text, place);
    }
  }

  private static Node scalar(@Nullable Node node, String text, ScalarNode place) {
    Tag tag = node == null ? Tag.STR : node.getTag();
    return new ScalarNode(
        tag, text.strip(), place.getStartMark(), place.getEndMark(), place.getScalarStyle());
  }

  /** A text that stands in the place of a value and means itself. */
  static Node text(String text, ScalarNode place) {
    return new ScalarNode(
        Tag.STR, text, place.getStartMark(), place.getEndMark(), place.getScalarStyle());
  }

  private static Yaml yaml() {
    return new Yaml(new SafeConstructor(new LoaderOptions()));
  }
}
