package io.spanmill.embedded;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * A Kafka that speaks TLS only, with clients that prove who they are, and may do what is granted.
 */
final class SecureKafka implements AutoCloseable {
  static final String ADMINISTRATOR = "administrator";
  static final String MILL = "mill";

  private static final String KEY_PASSWORD = "key-password";
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final EmbeddedKafka kafka;
  private final Path trusted;
  private final Admin admin;

  private SecureKafka(EmbeddedKafka kafka, Path trusted) {
    this.kafka = kafka;
    this.trusted = trusted;
    this.admin = Admin.create(new TreeMap<String, Object>(client(ADMINISTRATOR)));
  }

  static SecureKafka start(Path folder) throws IOException {
    Path keys = Files.createDirectories(folder).resolve("broker.p12");
    Path certificate = folder.resolve("broker.pem");
    keytool(
        "-genkeypair",
        "-alias",
        "broker",
        "-keyalg",
        "EC",
        "-dname",
        "CN=broker",
        "-ext",
        "san=ip:127.0.0.1",
        "-validity",
        "2",
        "-storetype",
        "PKCS12",
        "-keystore",
        keys + "",
        "-storepass",
        KEY_PASSWORD);
    keytool(
        "-exportcert",
        "-rfc",
        "-alias",
        "broker",
        "-keystore",
        keys + "",
        "-storepass",
        KEY_PASSWORD,
        "-file",
        certificate + "");
    return new SecureKafka(EmbeddedKafka.start(folder, security(keys)), certificate);
  }

  private static BrokerSecurity security(Path keys) {
    String listener = "listener.name." + BrokerSettings.CLIENTS.toLowerCase(Locale.ROOT) + ".";
    Map<String, String> settings =
        Map.of(
            "listener.security.protocol.map",
            BrokerSettings.CLIENTS + ":SASL_SSL," + BrokerSettings.CONTROLLER + ":PLAINTEXT",
            listener + "ssl.keystore.location",
            keys.toString(),
            listener + "ssl.keystore.password",
            KEY_PASSWORD,
            listener + "ssl.truststore.location",
            keys.toString(),
            listener + "ssl.truststore.password",
            KEY_PASSWORD,
            listener + "sasl.enabled.mechanisms",
            "SCRAM-SHA-512",
            listener + "scram-sha-512.sasl.jaas.config",
            jaas(ADMINISTRATOR),
            "sasl.mechanism.inter.broker.protocol",
            "SCRAM-SHA-512",
            "authorizer.class.name",
            "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
            // whom the broker is to its own controller, on this machine only
            "super.users",
            "User:ANONYMOUS;User:" + ADMINISTRATOR);
    return new BrokerSecurity(settings, List.of(credentials(ADMINISTRATOR), credentials(MILL)));
  }

  private static String credentials(String user) {
    return "SCRAM-SHA-512=[name=" + user + ",password=" + password(user) + "]";
  }

  static String password(String user) {
    return "the-secret-of-" + user;
  }

  static String jaas(String user) {
    return String.format(
        "org.apache.kafka.common.security.scram.ScramLoginModule required"
            + " username=\"%s\" password=\"%s\";",
        user, password(user));
  }

  /** How a client reaches it. */
  Map<String, String> client(String user) {
    return new TreeMap<>(
        Map.of(
            "bootstrap.servers",
            kafka.bootstrapServers(),
            "security.protocol",
            "SASL_SSL",
            "ssl.truststore.type",
            "PEM",
            "ssl.truststore.location",
            trusted.toString(),
            "sasl.mechanism",
            "SCRAM-SHA-512",
            "sasl.jaas.config",
            jaas(user)));
  }

  Admin admin() {
    return admin;
  }

  /** What is granted to the mill from now on: this, and nothing else. */
  void grant(Collection<AclBinding> wanted) throws Exception {
    Set<AclBinding> granted = granted();
    List<AclBinding> added = new ArrayList<>(wanted);
    added.removeAll(granted);
    List<AclBindingFilter> removed = new ArrayList<>();
    granted.stream()
        .filter(acl -> !wanted.contains(acl))
        .forEach(acl -> removed.add(acl.toFilter()));
    admin.createAcls(added).all().get();
    admin.deleteAcls(removed).all().get();
    Set<AclBinding> all = new HashSet<>(wanted);
    await()
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(10))
        .until(() -> granted().equals(all));
  }

  private Set<AclBinding> granted() throws Exception {
    return new HashSet<>(admin.describeAcls(AclBindingFilter.ANY).values().get());
  }

  /** What lines of calls of {@code kafka-acls.sh} would grant. */
  static List<AclBinding> acls(String lines) {
    List<AclBinding> acls = new ArrayList<>();
    lines.lines().forEach(line -> acls.addAll(ofLine(line)));
    return acls;
  }

  private static List<AclBinding> ofLine(String line) {
    String[] words = line.replace("'", "").split(" ");
    String principal = "";
    PatternType pattern = PatternType.LITERAL;
    ResourceType type = ResourceType.UNKNOWN;
    String name = "";
    List<AclOperation> operations = new ArrayList<>();
    for (int i = 0; i < words.length - 1; i++) {
      String value = words[i + 1];
      switch (words[i]) {
        case "--allow-principal" -> principal = value;
        case "--operation" -> operations.add(operation(value));
        case "--resource-pattern-type" ->
            pattern = PatternType.fromString(value.toUpperCase(Locale.ROOT));
        case "--topic", "--group", "--transactional-id" -> {
          type = ResourceType.fromString(words[i].substring(2).replace('-', '_'));
          name = value;
        }
        default -> {}
      }
    }
    ResourcePattern resource = new ResourcePattern(type, name, pattern);
    List<AclBinding> acls = new ArrayList<>();
    for (AclOperation operation : operations) {
      acls.add(
          new AclBinding(
              resource,
              new AccessControlEntry(principal, "*", operation, AclPermissionType.ALLOW)));
    }
    return acls;
  }

  private static AclOperation operation(String name) {
    return AclOperation.fromString(name.replaceAll("([a-z])([A-Z])", "$1_$2"));
  }

  private static void keytool(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes());
    if (process.onExit().join().exitValue() != 0) {
      throw new IOException("keytool: " + said);
    }
  }

  @Override
  public void close() {
    admin.close(Duration.ZERO);
    kafka.close();
  }
}
