package io.spanmill.alternatives;

import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.TracesData;
import io.spanmill.topology.config.ConfigReader;
import io.spanmill.topology.config.PipelineConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * What a Kafka Streams application for traces looks like when it is written as the documentation
 * suggests: spans travel by trace id, wait in RocksDB with a changelog until their trace is quiet,
 * and every count is a value in a store. It does less than Spanmill: no lateness, no watermark over
 * sources, no thresholds, no dead letters, counts only where they arise, and its timers are gone
 * after a restart.
 */
final class StoredTraces {
  static final String TRACES = "traces-by-id";
  static final String SERIES = "red-by-series";
  static final String EDGES = "edges-by-pair";

  /** How spans travel. */
  enum Records {
    /** Each span is a record of its own. */
    SPANS,
    /** The spans of one trace in one request are a record together. */
    CHUNKS
  }

  private StoredTraces() {}

  /** As {@code spanmill run --config FILE}, until the process is ended. */
  static void run(Records records, String[] arguments) throws Exception {
    PipelineConfig config =
        new ConfigReader(Map.of(), "alternative", Runtime.getRuntime().maxMemory())
            .read(Path.of(arguments[2]))
            .config();
    createTopics(config);
    try (KafkaStreams streams = new KafkaStreams(topology(records, config), settings(config))) {
      CountDownLatch ended = new CountDownLatch(1);
      Runtime.getRuntime().addShutdownHook(new Thread(streams::close));
      streams.start();
      ended.await();
    }
  }

  private static void createTopics(PipelineConfig config) throws Exception {
    Map<String, String> buffer = Map.of("message.timestamp.type", "CreateTime");
    try (Admin admin = Admin.create(Map.<String, Object>copyOf(config.kafka()))) {
      List<NewTopic> topics =
          List.of(
              topic(config, "spans").configs(buffer),
              topic(config, "traces"),
              topic(config, "decisions"),
              topic(config, "red"),
              topic(config, "edges"));
      admin.createTopics(topics).all().get();
    }
  }

  private static NewTopic topic(PipelineConfig config, String name) {
    return new NewTopic(config.name() + "-" + name, config.partitions(), (short) 1);
  }

  private static Properties settings(PipelineConfig config) {
    Properties properties = new Properties();
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, config.name());
    properties.put(StreamsConfig.STATE_DIR_CONFIG, config.stateDir().toString());
    properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, config.threads());
    properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 1_000);
    properties.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
    properties.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), 128 * 1024);
    properties.putAll(config.kafka());
    return properties;
  }

  private static Topology topology(Records records, PipelineConfig config) {
    ByteArrayDeserializer in = new ByteArrayDeserializer();
    ByteArraySerializer out = new ByteArraySerializer();
    String name = config.name() + "-";
    return new Topology()
        .addSource(AutoOffsetReset.earliest(), "requests", in, in, "otlp_spans")
        .addProcessor("split", () -> new SplitByTrace(records), "requests")
        .addSink("spans-out", name + "spans", out, out, "split")
        .addSource(AutoOffsetReset.earliest(), "spans", in, in, name + "spans")
        .addProcessor("collect", CollectTraces::new, "spans")
        .addStateStore(store(TRACES), "collect")
        .addStateStore(store(SERIES), "collect")
        .addStateStore(store(EDGES), "collect")
        .addSink("traces", name + "traces", out, out, "collect")
        .addSink("decisions", name + "decisions", out, out, "collect")
        .addSink("red", name + "red", out, out, "collect")
        .addSink("edges", name + "edges", out, out, "collect");
  }

  private static StoreBuilder<?> store(String name) {
    return Stores.keyValueStoreBuilder(
        Stores.persistentKeyValueStore(name), Serdes.ByteArray(), Serdes.ByteArray());
  }

  /** One span with where it comes from. */
  static TracesData alone(ResourceSpans resource, ScopeSpans scope, Span span) {
    return TracesData.newBuilder()
        .addResourceSpans(
            resource.toBuilder()
                .clearScopeSpans()
                .addScopeSpans(scope.toBuilder().clearSpans().addSpans(span)))
        .build();
  }
}
