package io.spanmill.topology.config;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.JaasContext;
import org.apache.kafka.streams.StreamsConfig;

/**
 * What is not to be seen, of Kafka's properties and of headers. Of those that Kafka knows, and of
 * the same for one kind of client ({@code producer.ssl.key.password}), Kafka says so; of others,
 * their name does.
 */
final class Secrets {
  /** Each with the type of its value. */
  private static final Map<String, ConfigDef.Type> KNOWN =
      Stream.of(
              AdminClientConfig.configDef(),
              ConsumerConfig.configDef(),
              ProducerConfig.configDef(),
              StreamsConfig.configDef())
          .flatMap(definition -> definition.configKeys().values().stream())
          .collect(Collectors.toMap(key -> key.name, key -> key.type, (one, same) -> one));

  /** Before {@code ssl.*}, it is about the schema registry's TLS. */
  private static final String REGISTRY = "schema.registry.";

  private static final Pattern SECRET_NAME =
      Pattern.compile(
          "password|passwd|passphrase|secret|jaas|token|credential|user.info|private.key|api.key"
              + "|authorization");

  private static final Pattern SECRET_HEADER =
      Pattern.compile("password|secret|token|credential|key|dsn|auth|cookie");

  /** What people may see as well, though Kafka hides it. */
  private static final Pattern PUBLIC_NAME = Pattern.compile("certificate");

  private static final Pattern REFERENCE = Pattern.compile("\\$\\{[^}]+}");

  /** An option of a login module with a value that stands there itself. */
  private static final Pattern OPTION =
      Pattern.compile(
          "(password|passphrase|secret|token)[a-z.]*\\s*=\\s*\"?(?!\\$\\{)[^\"\\s;]",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern LOGIN_MODULE =
      Pattern.compile("\\s*[\\w$]+(\\.[\\w$]+)+\\s.*", Pattern.DOTALL);

  private Secrets() {}

  /** Whether a client of Kafka's knows it, or it is for one kind of client. */
  static boolean isKafkas(String property) {
    return KNOWN.containsKey(property) || ClientKind.of(property).isPresent();
  }

  static boolean isSecret(String property) {
    ConfigDef.Type type = KNOWN.get(ofAnyClient(property));
    return type == null ? hasSecretName(property) : type == ConfigDef.Type.PASSWORD;
  }

  /** Of requests to a back-end: those that say who we are. */
  static boolean isSecretHeader(String name) {
    return SECRET_HEADER.matcher(name.toLowerCase(Locale.ROOT)).find();
  }

  /** Where credentials come from is no secret. */
  private static boolean hasSecretName(String property) {
    return !property.endsWith(".source")
        && SECRET_NAME.matcher(property.toLowerCase(Locale.ROOT)).find();
  }

  /** Whether a value of a secret property gives it away to whoever reads the file. */
  static boolean isLiteral(String property, String value) {
    if (value.isBlank() || PUBLIC_NAME.matcher(property).find()) {
      return false;
    }
    return isJaas(property) ? OPTION.matcher(value).find() : !REFERENCE.matcher(value).find();
  }

  /**
   * Whether Kafka will be able to read what configures a login module. It is asked early, as what
   * it says of one that it cannot read repeats parts of it.
   */
  static boolean isMalformed(String property, String value) {
    if (!isJaas(property)) {
      return false;
    }
    try {
      JaasContext.loadClientContext(Map.of(SaslConfigs.SASL_JAAS_CONFIG, new Password(value)));
      return !LOGIN_MODULE.matcher(value).matches();
    } catch (RuntimeException malformed) {
      return true;
    }
  }

  private static boolean isJaas(String property) {
    return ofAnyClient(property).equals(SaslConfigs.SASL_JAAS_CONFIG);
  }

  private static String ofAnyClient(String property) {
    String ofAny =
        ClientKind.of(property).map(kind -> kind.withoutPrefix(property)).orElse(property);
    return ofAny.startsWith(REGISTRY) ? ofAny.substring(REGISTRY.length()) : ofAny;
  }
}
