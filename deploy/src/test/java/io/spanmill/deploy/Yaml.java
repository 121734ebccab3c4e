package io.spanmill.deploy;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** YAML as a tree; a key that stands twice is refused. */
final class Yaml {
  private static final Gson GSON = new GsonBuilder().serializeNulls().create();

  private Yaml() {}

  static List<JsonObject> documents(String yaml) {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    List<JsonObject> documents = new ArrayList<>();
    for (Object document :
        new org.yaml.snakeyaml.Yaml(new SafeConstructor(options)).loadAll(yaml)) {
      if (document != null) {
        documents.add(GSON.toJsonTree(document).getAsJsonObject());
      }
    }
    return documents;
  }

  /** The only document of a file. */
  static JsonObject document(Path file) {
    List<JsonObject> documents = documents(Sources.text(file));
    if (documents.size() != 1) {
      throw new IllegalStateException(file + ": has " + documents.size() + " documents");
    }
    return documents.get(0);
  }

  /**
   * What stands at a path such as {@code spec.ports.0.name}.
   *
   * @throws IllegalStateException if nothing does
   */
  static JsonElement at(JsonElement tree, String path) {
    JsonElement place = tree;
    for (String step : path.split("\\.")) {
      JsonElement next = null;
      if (place.isJsonArray() && step.matches("\\d+")) {
        int index = Integer.parseInt(step);
        next = index < place.getAsJsonArray().size() ? place.getAsJsonArray().get(index) : null;
      } else if (place.isJsonObject()) {
        next = place.getAsJsonObject().get(step);
      }
      if (next == null) {
        throw new IllegalStateException("there is no " + path + " (at " + step + ")");
      }
      place = next;
    }
    return place;
  }

  static String text(JsonElement tree, String path) {
    return at(tree, path).getAsString();
  }

  /** The texts of a list; none if nothing stands there. */
  static List<String> texts(JsonObject tree, String key) {
    List<String> texts = new ArrayList<>();
    if (tree.has(key)) {
      tree.getAsJsonArray(key).forEach(text -> texts.add(text.getAsString()));
    }
    return texts;
  }
}
