package io.spanmill.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.serializers.KafkaAvroDeserializer;
import io.spanmill.avro.AvroForm;
import io.spanmill.avro.CriticalPathForm;
import io.spanmill.avro.DecisionForm;
import io.spanmill.avro.EdgePointForm;
import io.spanmill.avro.ErrorPointForm;
import io.spanmill.avro.RedPointForm;
import io.spanmill.embedded.registry.EmbeddedRegistry;
import io.spanmill.sinks.RegistryFailure;
import io.spanmill.split.EndOfInput;
import io.spanmill.topology.Pipeline;
import io.spanmill.topology.config.ConfigReader;
import io.spanmill.topology.config.PipelineConfig;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A pipeline that writes Avro, beside one that writes JSON, on the same spans; what comes of both
 * is the same for readers that nobody here wrote.
 */
@Timeout(300)
final class AvroOutputTest {
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final List<String> TOPICS =
      List.of("decisions", "red", "edges", "critical-path", "errors");

  @TempDir static Path directory;

  private static EmbeddedKafka kafka;
  private static KafkaAccess access;
  private static EmbeddedRegistry registry;

  @BeforeAll
  static void runBoth() throws Exception {
    kafka = EmbeddedKafka.start(directory.resolve("kafka"));
    registry = startRegistry();
    access = new KafkaAccess(kafka.bootstrapServers());
    access.createTopic("otlp_spans", 1, Map.of());
    produce();
    try (Pipeline pipeline = Pipeline.startOnce(config("json", "json", ""))) {
      await().atMost(PATIENCE).until(() -> isDrained(pipeline));
    }
    try (Pipeline pipeline = Pipeline.startOnce(config("avro", "avro", ""))) {
      registry.close(); // all was asked for at the start
      await().atMost(PATIENCE).until(() -> isDrained(pipeline));
    }
    registry = startRegistry();
  }

  @AfterAll
  static void stop() throws Exception {
    registry.close();
    kafka.close();
  }

  @Test
  void confluentsDeserializerReadsWhatStandsInTheJson() {
    holdAgainstJson("avro");
  }

  private static void holdAgainstJson(String pipeline) {
    try (KafkaAvroDeserializer reader = new KafkaAvroDeserializer()) {
      reader.configure(Map.of("schema.registry.url", registryUrl()), false);
      for (String topic : TOPICS) {
        Map<String, Json> json = last("json-" + topic, value -> new String(value, UTF_8));
        String name = pipeline + "-" + topic;
        Map<String, Json> avro = last(name, value -> reader.deserialize(name, value).toString());
        assertThat(avro.keySet()).as(topic).isNotEmpty().isEqualTo(json.keySet());
        json.forEach((key, spelled) -> hold(key, avro.get(key).fields(), spelled.fields()));
      }
    }
  }

  /** Needs what {@code npm install --ignore-scripts} in {@code interop} has brought. */
  @Test
  void bothClientsOfNpmReadWhatStandsInTheJson() throws Exception {
    Path interop = Path.of("../interop");
    assumeTrue(
        Files.isDirectory(interop.resolve("node_modules")),
        "skipped: npm install --ignore-scripts in interop/ brings the clients");
    List<String> command =
        new ArrayList<>(List.of("node", "read.mjs", kafka.bootstrapServers(), registryUrl()));
    TOPICS.forEach(topic -> command.add("avro-" + topic));
    Map<String, Map<String, Json>> read = new TreeMap<>();
    for (String line : output(command, interop)) {
      Json value = Json.parse(line);
      String where = value.text("client") + " " + value.text("topic").replace("avro-", "");
      keep(read.computeIfAbsent(where, first -> new TreeMap<>()), value);
    }
    assertThat(read).hasSize(2 * TOPICS.size());
    read.forEach(
        (where, values) -> {
          String topic = where.substring(where.indexOf(' ') + 1);
          Map<String, Json> json = last("json-" + topic, value -> new String(value, UTF_8));
          assertThat(values.keySet()).as(where).isNotEmpty().isEqualTo(json.keySet());
          json.forEach((key, one) -> hold(where, values.get(key).fields(), one.fields()));
        });
  }

  private static void keep(Map<String, Json> last, Json line) {
    if (!line.has("value")) {
      last.remove(line.text("key"));
      return;
    }
    Json value = line.object("value");
    last.put(
        value.has("revision") ? line.text("key") + value.number("revision") : line.text("key"),
        value);
  }

  private static List<String> output(List<String> command, Path folder) throws Exception {
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said.lines().toList();
  }

  @Test
  void explainReadsEither() throws Exception {
    List<String> traces = new ArrayList<>();
    access.readAll("avro-decisions", record -> traces.add(new String(record.key(), UTF_8)));
    String trace = traces.get(0);

    assertThat(explained("avro", trace)).isEqualTo(explained("json", trace));
  }

  @Test
  void aRegistryThatIsAwayIsSaidAtTheStart() {
    PipelineConfig nobody = config(yaml("nobody", "avro", "http://127.0.0.1:1", ""));

    assertThatThrownBy(() -> Pipeline.start(nobody))
        .isInstanceOf(RegistryFailure.class)
        .hasMessage(
            "kafka.schema.registry.url: no registry answers at http://127.0.0.1:1:"
                + " Connection refused");
  }

  /** Another registry, in place of ours, if {@code -Dspanmill.registry} names one. */
  private static String registryUrl() {
    return System.getProperty("spanmill.registry", registry.url());
  }

  /** It is asked for every record, is gone when the first one is written, and comes back. */
  @Test
  void aRegistryThatGoesAwayLosesNothing() throws Exception {
    assumeTrue(System.getProperty("spanmill.registry") == null, "only our own can be stopped");
    tellSchemas("again");
    String latest = "auto.register.schemas: false, use.latest.version: true";
    try (Pipeline pipeline =
        Pipeline.startOnce(config("again", "avro", latest + ", latest.cache.ttl.sec: 0"))) {
      registry.close();
      assertThat(pipeline.awaitEnd(PATIENCE)).isTrue();
      assertThatThrownBy(pipeline::requireNoFailure)
          .hasMessageStartingWith(
              "the pipeline has failed: kafka.schema.registry.url: no registry answers at ");
    }
    registry = startRegistry();
    try (Pipeline pipeline = Pipeline.startOnce(config("again", "avro", latest))) {
      await().atMost(PATIENCE).until(() -> isDrained(pipeline));
    }
    assertThat(count("again-decisions")).isEqualTo(count("json-decisions"));
    holdAgainstJson("again");
  }

  private static void tellSchemas(String pipeline) throws Exception {
    try (SchemaRegistryClient client =
        new CachedSchemaRegistryClient(registryUrl(), 10, Map.of())) {
      List<AvroForm<?>> forms =
          List.of(
              new DecisionForm(),
              new RedPointForm(),
              new EdgePointForm(),
              new CriticalPathForm(),
              new ErrorPointForm());
      for (int i = 0; i < forms.size(); i++) {
        String subject = pipeline + "-" + TOPICS.get(i) + "-value";
        client.register(subject, new AvroSchema(forms.get(i).schema()));
      }
    }
  }

  private static int count(String topic) {
    AtomicInteger count = new AtomicInteger();
    access.readAll(topic, record -> count.incrementAndGet());
    return count.get();
  }

  private static EmbeddedRegistry startRegistry() throws Exception {
    InetSocketAddress anyPort = new InetSocketAddress(BrokerPorts.loopback(), 0);
    return EmbeddedRegistry.start(directory.resolve("registry"), anyPort);
  }

  private static boolean isDrained(Pipeline pipeline) {
    pipeline.requireNoFailure();
    return pipeline.isDrained();
  }

  private static PipelineConfig config(String name, String format, String more) {
    return config(yaml(name, format, registryUrl(), more));
  }

  private static PipelineConfig config(String yaml) {
    return new ConfigReader(Map.of(), "host", 2L << 30).readText("test", yaml).config();
  }

  private static String yaml(String name, String format, String url, String more) {
    return String.format(
        """
        name: %s
        state_dir: '%s'
        partitions: 2
        output: {format: %s}
        kafka: {bootstrap.servers: '%s', schema.registry.url: '%s', max.retries: 0, commit.interval.ms: 200, %s}
        """,
        name, directory.resolve("state-" + name), format, kafka.bootstrapServers(), url, more);
  }

  private static void produce() throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            access.properties(), new ByteArraySerializer(), new ByteArraySerializer())) {
      for (StoredRequest request : ShopCapture.load()) {
        producer.send(
            new ProducerRecord<>("otlp_spans", 0, request.arrivalMillis(), null, request.value()));
      }
      producer.send(new ProducerRecord<>("otlp_spans", 0, null, null, null, EndOfInput.headers()));
    }
  }

  /** Of each key the last value; of decisions both, as they have revisions. */
  private static Map<String, Json> last(String topic, Function<byte[], String> reader) {
    Map<String, Json> last = new TreeMap<>();
    access.readAll(
        topic,
        record -> {
          String key = new String(record.key(), UTF_8);
          if (record.value() == null) {
            last.remove(key);
          } else {
            Json value = Json.parse(reader.apply(record.value()));
            last.put(value.has("revision") ? key + value.number("revision") : key, value);
          }
        });
    return last;
  }

  /** JSON leaves out some of what is empty, and digits behind the ninth; times are text there. */
  private static void hold(String where, Object avro, Object json) {
    if (avro instanceof Map<?, ?> fields) {
      Map<?, ?> spelled = json == null ? Map.of() : (Map<?, ?>) json;
      fields.forEach((name, value) -> hold(where + " " + name, value, spelled.get(name)));
      assertThat(fields.keySet().containsAll(spelled.keySet())).as(where).isTrue();
    } else if (avro instanceof List<?> items) {
      List<?> spelled = (List<?>) json;
      assertThat(items).as(where).hasSameSizeAs(spelled);
      for (int i = 0; i < items.size(); i++) {
        hold(where, items.get(i), spelled.get(i));
      }
    } else if (json instanceof Number number) {
      double spelled = number.doubleValue();
      double read = Double.parseDouble(avro.toString());
      assertThat(read).as(where).isCloseTo(spelled, offset(1e-9 + Math.ulp(spelled)));
    } else {
      assertThat(Objects.toString(avro)).as(where).isEqualTo(Objects.toString(json));
    }
  }

  private static String explained(String format, String trace) throws Exception {
    Path config = directory.resolve("explain-" + format + ".yaml");
    Files.writeString(config, yaml(format, format, registryUrl(), ""));
    Spanmill.Answer answer = Spanmill.type("explain", trace, "--config", config.toString());
    assertThat(answer.code()).as(answer.err()).isZero();
    return answer.out().replaceAll("written .*", "");
  }
}
