package io.spanmill.topology.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.AbstractConfig;

/** Where every key's value comes from: its default, then the file, then the environment. */
final class Sources {
  private static final String KAFKA_VARIABLE = Key.VARIABLE_PREFIX + "KAFKA_";

  /** Read by the launcher and by main. */
  private static final Set<String> NOT_OURS = Set.of("SPANMILL_JAVA_OPTS", "SPANMILL_DEBUG");

  /** What Kubernetes puts into every pod beside a service whose name begins with spanmill. */
  private static final Pattern SERVICE_LINK =
      Pattern.compile(".*_(SERVICE_HOST|SERVICE_PORT(_.*)?|PORT(_\\d+_(TCP|UDP|SCTP)(_.*)?)?)");

  private final Map<String, Place> places = new HashMap<>();
  private final Map<String, Place> kafka = new TreeMap<>();
  private final List<String> notes = new ArrayList<>();
  private final String label;

  /** Defaults only; {@code label} names the configuration in messages about them. */
  Sources(String label) {
    this.label = label;
    for (Key<?> key : Keys.ALL) {
      set(key, YamlTree.scalar(Origin.DEFAULT, label + ": " + key.path(), key.standard()));
    }
  }

  /** Puts a file's values over the defaults. */
  void overlay(Place file) {
    file.fields().forEach(this::overlaySection);
  }

  /** Puts the environment's values over those of the file. */
  void overlay(Map<String, String> environment) {
    Map<String, Key<?>> keys =
        Keys.ALL.stream().collect(Collectors.toMap(Key::variable, key -> key));
    new TreeMap<>(environment)
        .forEach(
            (variable, value) -> {
              if (variable.startsWith(Key.VARIABLE_PREFIX) && !NOT_OURS.contains(variable)) {
                overlayVariable(keys, variable, value);
              }
            });
  }

  /** The value in force. */
  <T> T value(Key<T> key) {
    return key.type().read(place(key.path()));
  }

  /** Where the value in force was written. */
  Place place(String path) {
    Place place = places.get(path);
    if (place == null) {
      throw new AssertionError(path);
    }
    return place;
  }

  /** Where a property of Kafka's that was set is written. */
  Place kafkaPlace(String name) {
    Place place = kafka.get(name);
    if (place == null) {
      throw new AssertionError(name);
    }
    return place;
  }

  /**
   * Kafka's own properties, {@code bootstrap.servers} among them, with what they refer to.
   *
   * @param environment what they may refer to
   */
  Map<String, String> kafka(Map<String, String> environment) {
    Place providers = kafka.get(AbstractConfig.CONFIG_PROVIDERS_CONFIG);
    Set<String> kafkas = providers == null ? Set.of() : Set.copyOf(providers.words());
    References references = new References(environment, kafkas);
    Map<String, String> properties = new TreeMap<>();
    kafka.forEach(
        (name, place) -> {
          String value = references.resolved(place, String.join(",", kafkaValue(place)));
          if (Secrets.isMalformed(name, value)) {
            throw place.wrong("is not a login module: CLASS required NAME=\"VALUE\" …;");
          }
          properties.put(name, value);
        });
    return properties;
  }

  /** What was set but has no effect, and what had better be set elsewhere. */
  List<String> notes() {
    List<String> all = new ArrayList<>(notes);
    List<String> literal = new ArrayList<>();
    kafka.forEach(
        (name, place) -> {
          if (place.origin() == Origin.FILE
              && place.secret()
              && Secrets.isLiteral(name, String.join(",", kafkaValue(place)))) {
            literal.add(Keys.KAFKA + "." + name);
          }
        });
    Place headers = place(PushKeys.HEADERS.path());
    if (headers.origin() == Origin.FILE) {
      headers
          .fields()
          .forEach(
              (name, value) -> {
                if (Secrets.isSecretHeader(name) && Secrets.isLiteral(name, value.text())) {
                  literal.add(PushKeys.HEADERS.path() + "." + name);
                }
              });
    }
    if (!literal.isEmpty()) {
      all.add(
          label
              + ": "
              + String.join(", ", literal)
              + ": a secret that stands in the file; ${env:NAME} takes it from the environment,"
              + " ${file:/path} from a file");
    }
    return all;
  }

  /** Builds what a section configures; a refusal by the record is told with the key's place. */
  <T> T section(String section, Supplier<T> record) {
    try {
      return record.get();
    } catch (IllegalArgumentException broken) {
      String message = String.valueOf(broken.getMessage());
      int colon = message.indexOf(':');
      throw place(section + "." + message.substring(0, colon))
          .wrong(message.substring(colon + 1).strip());
    }
  }

  /** Every key for people to read. */
  List<Setting> settings() {
    List<Setting> settings = new ArrayList<>();
    for (Key<?> key : Keys.ALL) {
      settings.add(setting(key, place(key.path())));
    }
    kafka.forEach(
        (name, place) -> {
          if (!places.containsKey(Keys.KAFKA + "." + name)) {
            settings.add(setting(kafkaKey(name), place));
          }
        });
    return settings;
  }

  private static Setting setting(Key<?> key, Place place) {
    return new Setting(
        key.path(),
        key.variable(),
        key.type().unit(),
        key.standard(),
        key.meaning(),
        place.shown(),
        place.origin());
  }

  private static Key<String> kafkaKey(String name) {
    return new Key<>(
        Keys.KAFKA + "." + name,
        ValueType.TEXT,
        "",
        "Passed to Kafka, or to the schema registry, with ${env:NAME} and ${file:/path} filled in.");
  }

  private static List<String> kafkaValue(Place place) {
    return place.isList() ? place.words() : List.of(place.text());
  }

  private void set(Key<?> key, Place place) {
    places.put(key.path(), guarded(key.path(), place));
    if (key.section().equals(Keys.KAFKA)) {
      kafka.put(key.leaf(), place);
    }
  }

  private void overlaySection(String name, Place value) {
    if (name.equals(Keys.KAFKA)) {
      value.fields().forEach(this::overlayKafka);
      return;
    }
    if (places.containsKey(name)) {
      places.put(name, value);
      return;
    }
    if (!leaves(name).isEmpty()) {
      value.fields().forEach((leaf, place) -> overlayLeaf(name, leaf, place));
      return;
    }
    throw value.wrong("unknown key" + advice(name, topLevel()));
  }

  private void overlayLeaf(String section, String leaf, Place value) {
    String path = section + "." + leaf;
    if (!places.containsKey(path)) {
      throw value.wrong("unknown key" + advice(leaf, leaves(section)));
    }
    places.put(path, guarded(path, value));
  }

  /** What may hold secrets is never shown. */
  private static Place guarded(String path, Place value) {
    boolean headers =
        path.equals(PushKeys.HEADERS.path()) || path.equals(AlertKeys.WEBHOOK_HEADERS.path());
    return headers && value.origin() != Origin.DEFAULT ? value.hidden() : value;
  }

  private void overlayKafka(String name, Place value) {
    kafka.put(name, Secrets.isSecret(name) ? value.hidden() : value);
    places.computeIfPresent(Keys.KAFKA + "." + name, (path, before) -> value);
  }

  private void overlayVariable(Map<String, Key<?>> keys, String variable, String value) {
    Place place = YamlTree.scalar(Origin.ENVIRONMENT, "environment: " + variable, value);
    Key<?> key = keys.get(variable);
    if (key != null) {
      set(key, place);
    } else if (SERVICE_LINK.matcher(variable).matches()) {
      return;
    } else if (variable.startsWith(KAFKA_VARIABLE)) {
      overlayKafka(property(variable), place);
    } else {
      notes.add("environment: " + variable + " is ignored" + advice(variable, keys.keySet()));
    }
  }

  private static String property(String variable) {
    return variable.substring(KAFKA_VARIABLE.length()).toLowerCase(Locale.ROOT).replace('_', '.');
  }

  /** Close words of the same level first, then the same word in another section. */
  private static String advice(String word, Set<String> level) {
    if (Spelling.nearest(word, level).isPresent()) {
      return Spelling.advice(word, level);
    }
    return Keys.ALL.stream()
        .filter(key -> key.leaf().equals(word))
        .findFirst()
        .map(key -> "; did you mean " + key.path() + "?")
        .orElseGet(() -> Spelling.advice(word, level));
  }

  private static Set<String> topLevel() {
    return Keys.ALL.stream()
        .map(key -> key.section().isEmpty() ? key.path() : key.section())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static Set<String> leaves(String section) {
    return Keys.ALL.stream()
        .filter(key -> key.section().equals(section))
        .map(Key::leaf)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }
}
