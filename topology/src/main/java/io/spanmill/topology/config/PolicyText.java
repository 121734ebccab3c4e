package io.spanmill.topology.config;

import io.spanmill.sampling.SamplingConfig;
import io.spanmill.state.PolicySet;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * The section {@code sampling} as a text: YAML in one line, the same whatever layout and comments
 * it was written with. What it says can be read back from it.
 */
public final class PolicyText {
  private static final Pattern PLAIN = Pattern.compile("-?[A-Za-z0-9_.][A-Za-z0-9_./+-]*");
  private static final int FIRST_PRINTABLE = 0x20;
  private static final int LAST_PRINTABLE = 0x7e;

  private PolicyText() {}

  /** What is in force there, without what holds by default: the policies themselves always. */
  static String of(Sources sources) {
    return SamplingKeys.ALL.stream()
        .filter(key -> key.equals(SamplingKeys.POLICIES) || !isStandard(key, sources))
        .map(key -> key.leaf() + ": " + flow(sources.place(key.path())))
        .collect(Collectors.joining(", ", "{", "}"));
  }

  private static boolean isStandard(Key<?> key, Sources sources) {
    Place standard = YamlTree.scalar(Origin.DEFAULT, key.path(), key.standard());
    return flow(standard).equals(flow(sources.place(key.path())));
  }

  /**
   * What a policy set says.
   *
   * @throws ConfigException where it cannot be used: it may come from a later release
   */
  public static SamplingConfig read(PolicySet set) {
    ConfigReader reader = new ConfigReader(Map.of(), "", Long.MAX_VALUE);
    LoadedConfig loaded = reader.readText("policies " + set.version(), "sampling: " + set.text());
    return loaded.config().sampling().named(set.version());
  }

  /** A section of a configuration file that says the same as a text of {@link #of}. */
  public static String inFile(String text) {
    StringBuilder lines = new StringBuilder("sampling:\n");
    YamlTree.file("policies", text)
        .fields()
        .forEach((key, value) -> lines.append("  ").append(key).append(':').append(below(value)));
    return lines.toString();
  }

  private static String below(Place value) {
    return value.isList()
        ? value.items().stream()
            .map(item -> "    - " + flow(item) + "\n")
            .collect(Collectors.joining("", "\n", ""))
        : " " + flow(value) + "\n";
  }

  private static String flow(Place place) {
    return flow(YamlTree.unfolded(place).node());
  }

  private static String flow(Node node) {
    if (node instanceof SequenceNode sequence) {
      return sequence.getValue().stream()
          .map(PolicyText::flow)
          .collect(Collectors.joining(", ", "[", "]"));
    }
    if (node instanceof MappingNode mapping) {
      return mapping.getValue().stream()
          .map(PolicyText::flow)
          .collect(Collectors.joining(", ", "{", "}"));
    }
    return scalar((ScalarNode) node);
  }

  private static String flow(NodeTuple tuple) {
    return flow(tuple.getKeyNode()) + ": " + flow(tuple.getValueNode());
  }

  /** As plain as it can be without being taken for something else. */
  private static String scalar(ScalarNode scalar) {
    String value = scalar.getValue();
    if (scalar.getTag().equals(Tag.NULL)) {
      return "null";
    }
    Tag plain = new Resolver().resolve(NodeId.scalar, value, true);
    return PLAIN.matcher(value).matches() && plain.equals(scalar.getTag()) ? value : quoted(value);
  }

  private static String quoted(String value) {
    StringBuilder quoted = new StringBuilder("\"");
    value.codePoints().forEach(point -> append(point, quoted));
    return quoted.append('"').toString();
  }

  private static void append(int point, StringBuilder quoted) {
    if (point == '"' || point == '\\') {
      quoted.append('\\').appendCodePoint(point);
    } else if (isPrintable(point) || Character.isLetterOrDigit(point)) {
      quoted.appendCodePoint(point);
    } else {
      quoted.append(String.format("\\U%08x", point));
    }
  }

  private static boolean isPrintable(int point) {
    return point >= FIRST_PRINTABLE && point <= LAST_PRINTABLE;
  }
}
