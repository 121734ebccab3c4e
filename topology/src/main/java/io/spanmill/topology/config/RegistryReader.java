package io.spanmill.topology.config;

import io.spanmill.sinks.Registry;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.SaslConfigs;
import org.jspecify.annotations.Nullable;

/**
 * Which of the properties below {@code kafka} are for a schema registry: those that Kafka's own
 * clients do not know. What Kafka knows, {@code ssl.*} among it, is about the brokers.
 */
final class RegistryReader {
  private static final String BASIC_SOURCE = "basic.auth.credentials.source";
  private static final String BEARER_SOURCE = "bearer.auth.credentials.source";
  private static final String INHERITED = "SASL_INHERIT";
  private static final Set<String> SCHEMES = Set.of("http", "https");

  /** What a client passes over in silence if it does not know it, or cannot do here. */
  private static final Map<String, List<String>> SOURCES =
      Map.of(
          BASIC_SOURCE, List.of("URL", "USER_INFO", INHERITED),
          BEARER_SOURCE, List.of("STATIC_TOKEN"));

  private RegistryReader() {}

  /**
   * The registry that is configured, or null.
   *
   * @param kafka all that stands below {@code kafka}, with what it refers to
   */
  static @Nullable Registry read(Sources sources, Map<String, String> kafka) {
    String urls = kafka.get(Registry.URL);
    if (urls == null) {
      return null;
    }
    for (String url : urls.split(",", -1)) {
      requireAddress(sources.kafkaPlace(Registry.URL), url.strip());
    }
    SOURCES.forEach((key, allowed) -> requireAllowed(sources, kafka, key, allowed));
    return new Registry(ofRegistry(kafka));
  }

  private static void requireAddress(Place place, String url) {
    if (url.contains("@")) {
      throw place.wrong(
          "has a user in it, whom everybody would see: use basic.auth.credentials.source:"
              + " USER_INFO and basic.auth.user.info");
    }
    if (!isAddress(url)) {
      throw place.refused("is not a list of addresses (e.g. http://registry:8081)");
    }
  }

  private static boolean isAddress(String url) {
    try {
      URI address = new URI(url);
      return SCHEMES.contains(String.valueOf(address.getScheme())) && address.getHost() != null;
    } catch (URISyntaxException malformed) {
      return false;
    }
  }

  private static void requireAllowed(
      Sources sources, Map<String, String> kafka, String key, List<String> allowed) {
    String source = kafka.get(key);
    if (source != null && !allowed.contains(source)) {
      throw sources
          .kafkaPlace(key)
          .refused("cannot be used; allowed: " + String.join(", ", allowed));
    }
  }

  private static Map<String, String> ofRegistry(Map<String, String> kafka) {
    Map<String, String> properties = new TreeMap<>();
    kafka.forEach(
        (name, value) -> {
          if (!Secrets.isKafkas(name) || name.startsWith(AbstractConfig.CONFIG_PROVIDERS_CONFIG)) {
            properties.put(name, value);
          }
        });
    String login = kafka.get(SaslConfigs.SASL_JAAS_CONFIG);
    if (INHERITED.equals(kafka.get(BASIC_SOURCE)) && login != null) {
      properties.put(SaslConfigs.SASL_JAAS_CONFIG, login);
    }
    return properties;
  }
}
