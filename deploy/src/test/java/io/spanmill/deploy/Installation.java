package io.spanmill.deploy;

import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Container;
import io.kubernetes.client.openapi.models.V1EnvVar;
import io.kubernetes.client.openapi.models.V1PodSpec;
import io.kubernetes.client.openapi.models.V1StatefulSet;
import io.kubernetes.client.openapi.models.V1Volume;
import io.spanmill.topology.config.ConfigReader;
import io.spanmill.topology.config.LoadedConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * All that one kustomization makes of Spanmill.
 *
 * @param name the kustomization
 * @param objects everything that would be applied
 */
record Installation(String name, List<Manifest> objects) {
  private static final String SPANMILL = "spanmill";
  private static final Pattern SECRET_FILE = Pattern.compile("\\$\\{file:([^}]+)}");

  /** The only object of its kind. */
  <T> T only(Class<T> model) {
    String kind = model.getSimpleName().replaceFirst("V1", "");
    List<Manifest> found = objects.stream().filter(each -> each.kind().equals(kind)).toList();
    if (found.size() != 1) {
      throw new IllegalStateException(name + " has " + found.size() + " of kind " + kind);
    }
    return found.get(0).as(model);
  }

  V1PodSpec pod() {
    return only(V1StatefulSet.class).getSpec().getTemplate().getSpec();
  }

  V1Container container() {
    return pod().getContainers().get(0);
  }

  String variable(String variable) {
    return container().getEnv().stream()
        .filter(each -> each.getName().equals(variable))
        .map(V1EnvVar::getValue)
        .findFirst()
        .orElseThrow();
  }

  long heapBytes() {
    return Heap.of(variable("JAVA_OPTS"));
  }

  /** The file that {@code --config} names, as the mounted ConfigMap has it. */
  String configuration() {
    List<String> args = container().getArgs();
    Path file = Path.of(args.get(args.indexOf("--config") + 1));
    String volume =
        container().getVolumeMounts().stream()
            .filter(mount -> mount.getMountPath().equals(file.getParent().toString()))
            .findFirst()
            .orElseThrow()
            .getName();
    String map =
        pod().getVolumes().stream()
            .filter(each -> each.getName().equals(volume))
            .map(V1Volume::getConfigMap)
            .findFirst()
            .orElseThrow()
            .getName();
    V1ConfigMap config = only(V1ConfigMap.class);
    if (!config.getMetadata().getName().equals(map)) {
      throw new IllegalStateException(name + ": no ConfigMap " + map);
    }
    return config.getData().get(file.getFileName().toString());
  }

  /** As the program would read it in such a pod, with something in every secret's file. */
  LoadedConfig read(Path folder) {
    Map<String, String> environment = new HashMap<>();
    for (V1EnvVar each : container().getEnv()) {
      environment.put(each.getName(), each.getValue() == null ? "spanmill-0" : each.getValue());
    }
    return new ConfigReader(environment, "spanmill-0", heapBytes())
        .readText(name, withSecrets(folder));
  }

  private String withSecrets(Path folder) {
    Matcher secret = SECRET_FILE.matcher(configuration());
    StringBuilder text = new StringBuilder();
    while (secret.find()) {
      Path file = folder.resolve(Path.of(secret.group(1)).getFileName());
      write(file);
      secret.appendReplacement(text, Matcher.quoteReplacement("${file:" + file + "}"));
    }
    return secret.appendTail(text).toString();
  }

  /** Files of secrets that the configuration names. */
  List<Path> secretFiles() {
    return SECRET_FILE.matcher(configuration()).results().map(r -> Path.of(r.group(1))).toList();
  }

  private static void write(Path file) {
    try {
      Files.writeString(file, SPANMILL);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
