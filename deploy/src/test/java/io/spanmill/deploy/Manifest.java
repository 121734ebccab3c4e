package io.spanmill.deploy;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.kubernetes.client.openapi.JSON;
import java.lang.reflect.InvocationTargetException;
import java.util.List;

/**
 * One object of Kubernetes.
 *
 * @param origin the file or folder that it comes from, for messages
 */
record Manifest(String origin, JsonObject tree) {
  private static final String MODELS = "io.kubernetes.client.openapi.models.V1";

  static List<Manifest> all(String origin, String yaml) {
    return Yaml.documents(yaml).stream().map(tree -> new Manifest(origin, tree)).toList();
  }

  String kind() {
    return Yaml.text(tree, "kind");
  }

  String name() {
    return Yaml.text(tree, "metadata.name");
  }

  String apiVersion() {
    return Yaml.text(tree, "apiVersion");
  }

  /** Whether it is Kubernetes' own, and not an extension's. */
  boolean isBuiltIn() {
    String group = apiVersion().contains("/") ? apiVersion().split("/")[0] : "";
    return !group.contains(".") || group.endsWith(".k8s.io");
  }

  /**
   * Read strictly: a field that Kubernetes does not know is refused.
   *
   * @throws IllegalArgumentException with what is wrong
   */
  <T> T as(Class<T> model) {
    try {
      model.getMethod("validateJsonElement", JsonElement.class).invoke(null, tree);
    } catch (InvocationTargetException refused) {
      throw new IllegalArgumentException(
          this + ": " + refused.getCause().getMessage(), refused.getCause());
    } catch (ReflectiveOperationException missing) {
      throw new IllegalStateException(missing);
    }
    return JSON.getGson().fromJson(tree, model);
  }

  /** The class of the official client that has its fields. */
  Class<?> model() {
    try {
      return Class.forName(MODELS + kind());
    } catch (ClassNotFoundException unknown) {
      throw new IllegalArgumentException(this + ": the kind is unknown", unknown);
    }
  }

  @Override
  public String toString() {
    return origin + ": " + kind() + " " + name();
  }
}
