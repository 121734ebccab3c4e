package io.spanmill.sinks;

import io.confluent.kafka.serializers.KafkaAvroDeserializer;
import io.confluent.kafka.serializers.KafkaAvroSerializer;
import java.io.IOException;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * A schema registry, and how to reach it.
 *
 * @param properties in Confluent's own words; has at least {@code schema.registry.url}, and may
 *     hold passwords
 */
public record Registry(Map<String, String> properties) {
  public static final String URL = "schema.registry.url";

  /** Confluent's own are a minute each. */
  private static final Map<String, String> PATIENCE =
      Map.of("http.connect.timeout.ms", "8000", "http.read.timeout.ms", "20000");

  private static final int LONGEST_REASON = 300;

  public Registry {
    properties = Map.copyOf(properties);
  }

  KafkaAvroSerializer serializer() {
    KafkaAvroSerializer serializer = new KafkaAvroSerializer();
    configure(properties -> serializer.configure(properties, false));
    return serializer;
  }

  KafkaAvroDeserializer deserializer() {
    KafkaAvroDeserializer deserializer = new KafkaAvroDeserializer();
    configure(properties -> deserializer.configure(properties, false));
    return deserializer;
  }

  private interface Client {
    void configure(Map<String, Object> properties);
  }

  private void configure(Client client) {
    Map<String, Object> all = new HashMap<>(PATIENCE);
    all.putAll(properties);
    try {
      client.configure(all);
    } catch (RuntimeException | LinkageError refused) {
      throw new RegistryFailure(
          "kafka." + URL + ": the registry's client cannot be set up: " + reason(refused), refused);
    }
  }

  /**
   * @param what the registry does: reads on after its address
   */
  RegistryFailure failure(String what, Throwable thrown) {
    String where = Objects.requireNonNull(properties.get(URL));
    String said =
        isUnheard(thrown)
            ? "no registry answers at " + where
            : "the registry at " + where + " " + what;
    return new RegistryFailure("kafka." + URL + ": " + said + ": " + reason(thrown), thrown);
  }

  /** Whether what was thrown comes of the connection, or of an answer that no registry gives. */
  private static boolean isUnheard(Throwable thrown) {
    boolean unheard = false;
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      unheard |= cause instanceof IOException;
    }
    return unheard;
  }

  private static String reason(Throwable thrown) {
    Throwable root = root(thrown);
    String said = String.valueOf(root.getMessage()).strip().replaceAll("\\s+", " ");
    String whole = root instanceof UnknownHostException ? "unknown host " + said : said;
    return whole.length() <= LONGEST_REASON ? whole : whole.substring(0, LONGEST_REASON) + " …";
  }

  private static Throwable root(Throwable thrown) {
    Throwable root = thrown;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  /** Only the address: the rest may hold passwords. */
  @Override
  public String toString() {
    return "Registry[" + properties.get(URL) + "]";
  }
}
