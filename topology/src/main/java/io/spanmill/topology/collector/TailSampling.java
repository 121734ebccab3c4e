package io.spanmill.topology.collector;

import io.spanmill.topology.config.ConfigException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * Finds the {@code tail_sampling} processors of a file: a Collector's configuration, or anything
 * that has one somewhere inside, be it as a text (values of a Helm chart, a ConfigMap, a resource
 * of the operator).
 */
final class TailSampling {
  private static final String NAME = "tail_sampling";

  private final Map<String, Spot> blocks = new LinkedHashMap<>();
  private final List<String> inPipelines = new ArrayList<>();

  /** An alias may lead to one node in many ways. */
  private final Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());

  private TailSampling() {}

  /**
   * @throws ConfigException where the file is no YAML, or there is no such processor in it
   */
  static TailSampling in(String file, String text) {
    TailSampling found = new TailSampling();
    for (Node document : Documents.of(file, text)) {
      found.look(Spot.root(file, document, 0));
    }
    if (found.blocks.isEmpty()) {
      throw new ConfigException(file + ": there is no tail_sampling processor with policies in it");
    }
    return found;
  }

  /** Names of all of them, those in pipelines first and in the pipelines' order. */
  List<String> names() {
    List<String> names = new ArrayList<>(inPipelines.stream().distinct().toList());
    names.retainAll(blocks.keySet());
    blocks.keySet().stream().filter(name -> !names.contains(name)).forEach(names::add);
    return names;
  }

  /**
   * One of them.
   *
   * @param name as in the file, or what stands there behind the slash
   * @throws ConfigException where there is none of that name
   */
  Spot named(String name) {
    for (String candidate : List.of(name, NAME + "/" + name)) {
      Spot block = blocks.get(candidate);
      if (block != null) {
        return block;
      }
    }
    throw new ConfigException(
        "--processor: \"" + name + "\" is not in the file; allowed: " + String.join(", ", names()));
  }

  private void look(Spot spot) {
    if (!seen.add(spot.node())) {
      return;
    }
    if (spot.isMapping()) {
      spot.fields().forEach(this::look);
    } else if (spot.isList()) {
      spot.items().forEach(this::look);
    } else if (spot.node() instanceof ScalarNode scalar && isConfiguration(scalar.getValue())) {
      String file = spot.file() + " (the text of " + spot.path() + ")";
      for (Node document : Documents.of(file, scalar.getValue())) {
        look(Spot.root(file, document, spot.depth() + 1));
      }
    }
  }

  private void look(String key, Spot value) {
    if (isName(key) && value.isMapping() && value.field("policies") != null) {
      blocks.putIfAbsent(key, value);
    } else if (key.equals("pipelines") && value.isMapping()) {
      value.fields().values().forEach(this::lookAtPipeline);
    } else {
      look(value);
    }
  }

  private void lookAtPipeline(Spot pipeline) {
    Spot processors = pipeline.isMapping() ? pipeline.field("processors") : null;
    if (processors != null && processors.isList()) {
      for (Spot processor : processors.items()) {
        if (processor.node() instanceof ScalarNode name && isName(name.getValue())) {
          inPipelines.add(name.getValue());
        }
      }
    }
  }

  private static boolean isName(String key) {
    return key.equals(NAME) || key.startsWith(NAME + "/");
  }

  private static boolean isConfiguration(String text) {
    return text.contains(NAME) && text.contains("policies") && text.contains("\n");
  }
}
