package io.spanmill.embedded.registry;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * All schemas of a registry: each text has one id, and each subject its versions, counted from 1.
 * What was told is there again after a restart, under the same ids. Thread-safe.
 */
final class Schemas implements AutoCloseable {
  private static final String GLOBAL = "";

  /** A schema as one subject has it. */
  record Version(String subject, int version, int id, String schema) {
    Map<String, Object> fields() {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("subject", subject);
      fields.put("version", version);
      fields.put("id", id);
      fields.put("schema", schema);
      return fields;
    }
  }

  private final Map<String, List<Version>> subjects = new TreeMap<>();
  private final Map<Integer, String> byId = new TreeMap<>();
  private final Map<String, Compatibility> levels = new TreeMap<>();
  private final SchemaLog log;

  private Schemas(Path file) throws IOException {
    levels.put(GLOBAL, Compatibility.BACKWARD);
    log = SchemaLog.open(file, this::restore);
  }

  /**
   * @throws IOException if the file cannot be read or is in use
   */
  static Schemas in(Path file) throws IOException {
    return new Schemas(file);
  }

  private void restore(Map<String, @Nullable Object> line) {
    String subject = String.valueOf(line.getOrDefault("subject", GLOBAL));
    if (line.get("compatibility") instanceof String level) {
      levels.put(subject, Compatibility.valueOf(level));
    } else if (line.get("version") instanceof Integer version
        && line.get("id") instanceof Integer id) {
      keep(new Version(subject, version, id, String.valueOf(line.get("schema"))));
    }
  }

  private void keep(Version version) {
    subjects.computeIfAbsent(version.subject(), subject -> new ArrayList<>()).add(version);
    byId.put(version.id(), version.schema());
  }

  /** The version with that text, which is made if it is not there. */
  synchronized Version register(String subject, String text) throws RegistryError, IOException {
    String schema = canonical(text);
    List<Version> before = subjects.getOrDefault(subject, List.of());
    for (Version version : before) {
      if (version.schema().equals(schema)) {
        return version;
      }
    }
    List<String> misfits = misfits(subject, schema, before);
    if (!misfits.isEmpty()) {
      throw RegistryError.incompatible(String.join("; ", misfits));
    }
    int next = before.isEmpty() ? 1 : before.get(before.size() - 1).version() + 1;
    Version made = new Version(subject, next, idOf(schema), schema);
    log.add(made.fields());
    keep(made);
    return made;
  }

  private int idOf(String schema) {
    for (Map.Entry<Integer, String> known : byId.entrySet()) {
      if (known.getValue().equals(schema)) {
        return known.getKey();
      }
    }
    return byId.size() + 1;
  }

  /** The version of a subject with that text. */
  synchronized Version find(String subject, String text) throws RegistryError {
    String schema = canonical(text);
    return versions(subject).stream()
        .filter(version -> version.schema().equals(schema))
        .findFirst()
        .orElseThrow(RegistryError::noSchema);
  }

  /**
   * @param number counted from 1, or {@code latest}, or -1 for the same
   */
  synchronized Version version(String subject, String number) throws RegistryError {
    boolean latest = number.equals("latest") || number.equals("-1");
    if (!latest && !number.matches("[1-9]\\d{0,8}")) {
      throw RegistryError.wrongVersion(number);
    }
    List<Version> versions = versions(subject);
    if (latest) {
      return versions.get(versions.size() - 1);
    }
    return versions.stream()
        .filter(version -> version.version() == Integer.parseInt(number))
        .findFirst()
        .orElseThrow(() -> RegistryError.noVersion(number));
  }

  synchronized List<Version> versions(String subject) throws RegistryError {
    List<Version> versions = subjects.get(subject);
    if (versions == null) {
      throw RegistryError.noSubject(subject);
    }
    return List.copyOf(versions);
  }

  synchronized List<String> subjects() {
    return List.copyOf(subjects.keySet());
  }

  synchronized String schema(String id) throws RegistryError {
    String schema = id.matches("[1-9]\\d{0,8}") ? byId.get(Integer.parseInt(id)) : null;
    if (schema == null) {
      throw RegistryError.noSchema();
    }
    return schema;
  }

  /** Where a schema is in use. */
  synchronized List<Version> uses(String id) throws RegistryError {
    String schema = schema(id);
    return subjects.values().stream()
        .flatMap(List::stream)
        .filter(version -> version.schema().equals(schema))
        .toList();
  }

  /** What keeps a schema from being a subject's next one. */
  synchronized List<String> misfits(String subject, String text, List<Version> before)
      throws RegistryError {
    List<Schema> earlier = new ArrayList<>();
    for (Version version : before) {
      earlier.add(parsed(version.schema()));
    }
    return levels.getOrDefault(subject, level()).misfits(parsed(text), earlier);
  }

  private Compatibility level() {
    return levels.getOrDefault(GLOBAL, Compatibility.BACKWARD);
  }

  /**
   * @param subject empty for all that have none of their own
   * @param orGlobal what holds for a subject without a level of its own
   */
  synchronized Compatibility level(String subject, boolean orGlobal) throws RegistryError {
    Compatibility level = levels.get(subject);
    if (level == null && !orGlobal) {
      throw RegistryError.noLevel(subject);
    }
    return level == null ? level() : level;
  }

  synchronized void setLevel(String subject, Compatibility level) throws IOException {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("subject", subject);
    line.put("compatibility", level.name());
    log.add(line);
    levels.put(subject, level);
  }

  private static String canonical(String text) throws RegistryError {
    return parsed(text).toString();
  }

  private static Schema parsed(String text) throws RegistryError {
    try {
      return new Schema.Parser().parse(text);
    } catch (AvroRuntimeException invalid) {
      throw RegistryError.noSchemaText(String.valueOf(invalid.getMessage()));
    }
  }

  @Override
  public void close() throws IOException {
    log.close();
  }
}
