package io.spanmill.deploy;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A folder with a {@code kustomization.yaml}. */
record Kustomization(Path folder) {
  static final String FILE = "kustomization.yaml";

  /** All of them, components too. */
  static List<Kustomization> all() {
    return Sources.below(Sources.KUBERNETES, FILE).stream()
        .map(file -> new Kustomization(file.getParent()))
        .toList();
  }

  /** What can be applied to a cluster by itself. */
  boolean isComplete() {
    return Yaml.text(tree(), "kind").equals("Kustomization");
  }

  JsonObject tree() {
    return Yaml.document(folder.resolve(FILE));
  }

  /** Files and folders that it names. */
  List<Path> parts() {
    JsonObject tree = tree();
    List<String> names = new ArrayList<>(Yaml.texts(tree, "resources"));
    names.addAll(Yaml.texts(tree, "components"));
    for (JsonElement generator : list(tree, "configMapGenerator")) {
      names.addAll(Yaml.texts(generator.getAsJsonObject(), "files"));
    }
    for (JsonElement patch : list(tree, "patches")) {
      if (patch.getAsJsonObject().has("path")) {
        names.add(Yaml.text(patch, "path"));
      }
    }
    return names.stream().map(name -> folder.resolve(name).normalize()).toList();
  }

  /** What goes to the cluster; empty where neither kubectl nor kustomize is there. */
  Optional<List<Manifest>> rendered() {
    return yaml().map(yaml -> Manifest.all(toString(), yaml));
  }

  /** As {@link #rendered}, in text. */
  Optional<String> yaml() {
    Optional<List<String>> program =
        Tool.find("kubectl")
            .map(kubectl -> List.of(kubectl.toString(), "kustomize", "."))
            .or(
                () ->
                    Tool.find("kustomize")
                        .map(kustomize -> List.of(kustomize.toString(), "build", ".")));
    return program.map(
        command -> {
          Tool.Result result = Tool.run(folder, Map.of(), command);
          if (result.exit() != 0) {
            throw new IllegalStateException(this + ": " + result.err());
          }
          return result.out();
        });
  }

  private static Iterable<JsonElement> list(JsonObject tree, String key) {
    return tree.has(key) ? tree.getAsJsonArray(key) : List.of();
  }

  /** Whether it is a folder with a kustomization of its own. */
  static boolean isOne(Path path) {
    return Files.isRegularFile(path.resolve(FILE));
  }

  @Override
  public String toString() {
    return Sources.KUBERNETES.relativize(folder).toString();
  }
}
