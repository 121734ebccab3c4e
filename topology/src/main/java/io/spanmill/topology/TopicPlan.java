package io.spanmill.topology;

import io.spanmill.sinks.OutputTopic;
import io.spanmill.state.SpansGeneration;
import io.spanmill.topology.config.ConfigException;
import io.spanmill.topology.config.PipelineConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.common.config.TopicConfig;

/** Which topics a pipeline needs, and what they have to be like. */
final class TopicPlan {
  private static final String A_DAY = Long.toString(Duration.ofDays(1).toMillis());

  private final PipelineConfig config;
  private final SpansGeneration generation;
  private final Names names;

  /** For a pipeline that has never grown. */
  TopicPlan(PipelineConfig config) {
    this(config, SpansGeneration.first(config.partitions()));
  }

  TopicPlan(PipelineConfig config, SpansGeneration generation) {
    this.config = config;
    this.generation = generation;
    this.names = new Names(config.name(), generation.number());
  }

  /**
   * @throws ConfigException if the pipeline would read what it writes
   */
  List<WantedTopic> all() {
    List<WantedTopic> ours = ours();
    ours.forEach(topic -> refuseAsInput(topic.name()));
    formerSpansTopics().forEach(this::refuseAsInput);
    List<WantedTopic> topics = new ArrayList<>();
    for (String input : config.input().topics()) {
      topics.add(new WantedTopic(input, 0, Map.of(), "input: OTLP requests; yours to create"));
    }
    topics.addAll(ours);
    return topics;
  }

  private List<WantedTopic> ours() {
    List<WantedTopic> topics = new ArrayList<>(internal());
    topics.add(demand());
    if (config.alerts().isOn()) {
      topics.add(alertSums());
    }
    topics.add(control());
    for (OutputTopic<?, ?> output : TracePipeline.outputs(config).all()) {
      String meaning = "output: " + output.promise();
      topics.add(ours(output.name(), generation.sumPartitions(), output.config(), meaning));
    }
    return topics;
  }

  private void refuseAsInput(String own) {
    Pattern pattern = config.input().pattern();
    if (config.input().topics().contains(own)) {
      throw new ConfigException("input.topics: " + own + " is a topic that Spanmill writes itself");
    }
    if (pattern != null && pattern.matcher(own).matches()) {
      throw new ConfigException(
          "input.pattern: " + pattern + " matches " + own + ", which Spanmill writes itself");
    }
  }

  /** Topics whose number of partitions is part of what they hold. */
  List<WantedTopic> internal() {
    List<WantedTopic> topics = new ArrayList<>();
    topics.add(assemblers());
    topics.add(sums());
    return topics;
  }

  /** The topic of ours that assemblers read. */
  WantedTopic assemblers() {
    return config.input().isByTrace() ? orders() : spans();
  }

  /** Small, and kept until it is read, however long that takes. */
  private WantedTopic orders() {
    Map<String, String> kept =
        Map.of(
            TopicConfig.CLEANUP_POLICY_CONFIG,
            TopicConfig.CLEANUP_POLICY_DELETE,
            TopicConfig.RETENTION_MS_CONFIG,
            "-1");
    String meaning = "internal: policies and tables for each partition, purged when read";
    return ours(names.ordersTopic(), generation.partitions(), kept, meaning);
  }

  WantedTopic spans() {
    String meaning = "internal: the buffer, purged to the low-water mark";
    return ours(names.spansTopic(), generation.partitions(), buffer(), meaning);
  }

  private WantedTopic sums() {
    String meaning = "internal: partial sums, purged when read";
    return ours(names.sumsTopic(), generation.sumPartitions(), buffer(), meaning);
  }

  /** Spans topics from before the pipeline has grown. */
  private List<String> formerSpansTopics() {
    return former().stream().map(Names::spansTopic).toList();
  }

  /** Topics of earlier generations, of use to nobody. */
  List<String> unused() {
    return former().stream()
        .flatMap(names -> Stream.of(names.spansTopic(), names.decisionChangelog()))
        .toList();
  }

  private List<Names> former() {
    return IntStream.range(1, generation.number())
        .mapToObj(number -> new Names(config.name(), number))
        .toList();
  }

  /** How many partitions those topics need, and the changelogs that are divided as they are. */
  Map<String, Integer> sharing() {
    Map<String, Integer> all = new LinkedHashMap<>();
    internal().forEach(topic -> all.put(topic.name(), topic.partitions()));
    all.put(names.decisionChangelog(), generation.partitions());
    for (String store : sumStores()) {
      all.put(names.changelogOf(store), generation.sumPartitions());
    }
    return all;
  }

  private List<String> sumStores() {
    List<String> stores = new ArrayList<>(List.of(Names.RED_STORE, Names.EDGE_STORE));
    if (config.metrics().isOn()) {
      stores.addAll(List.of(Names.RED_TOTALS_STORE, Names.EDGE_TOTALS_STORE));
    }
    if (config.criticalPath().enabled()) {
      stores.add(Names.PATH_STORE);
    }
    if (config.errors().enabled()) {
      stores.addAll(List.of(Names.ERROR_STORE, Names.ERROR_MEMORY));
    }
    return stores;
  }

  private static Map<String, String> buffer() {
    return Map.of(
        TopicConfig.CLEANUP_POLICY_CONFIG,
        TopicConfig.CLEANUP_POLICY_DELETE,
        TopicConfig.RETENTION_MS_CONFIG,
        A_DAY);
  }

  /** Where the demand of all partitions meets: in one. */
  private WantedTopic demand() {
    String meaning = "internal: what arrives for budgets, purged when read";
    return ours(names.demandTopic(), 1, buffer(), meaning);
  }

  /** Where all that objectives ask of meets: in one. */
  private WantedTopic alertSums() {
    String meaning = "internal: what objectives ask of all partitions, purged when read";
    return ours(names.alertSumsTopic(), 1, buffer(), meaning);
  }

  /** The archive of what is in force: little, and the last of each name for ever. */
  WantedTopic control() {
    Map<String, String> archive =
        Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
    String meaning = "internal: the last of each policy set and table that was put in force";
    return ours(names.controlTopic(), 1, archive, meaning);
  }

  private WantedTopic ours(
      String name, int partitions, Map<String, String> special, String meaning) {
    Map<String, String> all = new HashMap<>(special);
    // A time out of the data would let the broker delete a backlog as old, or refuse a record.
    all.put(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime");
    all.put(
        TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
        Integer.toString(StreamsSettings.maxMessageBytes(config)));
    return new WantedTopic(name, partitions, Map.copyOf(all), meaning);
  }
}
