package io.spanmill.topology.config;

import io.spanmill.assembly.AssemblyConfig;
import io.spanmill.edges.EdgesConfig;
import io.spanmill.errors.ErrorsConfig;
import io.spanmill.path.PathConfig;
import io.spanmill.red.RedConfig;
import io.spanmill.sinks.Registry;
import io.spanmill.sinks.metrics.MetricsConfig;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Reads a configuration: the defaults, over them the file, over that the environment. {@code
 * assembly.settle} is {@code SPANMILL_ASSEMBLY_SETTLE} there; {@code SPANMILL_KAFKA_…} is any
 * property of Kafka, in capitals and with underscores for dots; lists are separated by commas;
 * {@code SPANMILL_SAMPLING_POLICIES} is YAML in one line.
 */
public final class ConfigReader {
  private static final double LARGEST_SHARE_OF_HEAP = 0.6;

  private final Map<String, String> environment;
  private final String hostName;
  private final long maxHeapBytes;

  /**
   * @param hostName stands for this machine in the default of {@code instance}
   * @param maxHeapBytes what {@code assembly.memory} is measured against
   */
  public ConfigReader(Map<String, String> environment, String hostName, long maxHeapBytes) {
    this.environment = Map.copyOf(environment);
    this.hostName = hostName;
    this.maxHeapBytes = maxHeapBytes;
  }

  /**
   * @throws ConfigException where the file cannot be read or what it says cannot be used
   */
  public LoadedConfig read(Path file) {
    String label = file.normalize().toString();
    return overlaid(label, YamlTree.file(label, text(label, file)), List.of());
  }

  /**
   * As {@link #read}, from a text in memory.
   *
   * @param label names it in messages
   */
  public LoadedConfig readText(String label, String yaml) {
    return overlaid(label, YamlTree.file(label, yaml), List.of());
  }

  /** As {@link #read}, but a file that is not there is a note, not an error. */
  public LoadedConfig readIfPresent(Path file) {
    return Files.exists(file)
        ? read(file)
        : defaults(List.of(file.normalize() + " is not there; the defaults apply"));
  }

  /** The defaults and the environment. */
  public LoadedConfig defaults() {
    return defaults(List.of());
  }

  private LoadedConfig defaults(List<String> notes) {
    return overlaid("defaults", YamlTree.file("defaults", ""), notes);
  }

  private LoadedConfig overlaid(String label, Place file, List<String> firstNotes) {
    Sources sources = new Sources(label);
    sources.overlay(file);
    sources.overlay(environment);
    List<String> notes = new ArrayList<>(firstNotes);
    PipelineConfig config = pipeline(sources, notes);
    notes.addAll(sources.notes());
    return new LoadedConfig(config, sources.settings(), notes, PolicyText.of(sources));
  }

  private PipelineConfig pipeline(Sources sources, List<String> notes) {
    Path stateDir = sources.value(Keys.STATE_DIR);
    Map<String, String> kafka = sources.kafka(environment);
    MetricsConfig metrics = metrics(sources);
    return new PipelineConfig(
        sources.value(Keys.NAME),
        instance(sources.value(Keys.INSTANCE), stateDir),
        stateDir,
        sources.value(Keys.THREADS),
        sources.value(Keys.PARTITIONS),
        sources.value(Keys.GUARANTEE),
        sources.value(Keys.HTTP_LISTEN),
        operations(sources),
        kafka,
        input(sources, notes),
        output(sources, kafka, notes),
        assembly(sources),
        SamplingReader.read(sources, notes),
        red(sources),
        edges(sources),
        errors(sources),
        criticalPath(sources),
        metrics,
        new PushReader(sources, environment).read(metrics, notes),
        AlertsReader.read(sources),
        new PushReader(sources, environment).webhook(),
        sources.value(Keys.MAX_RECORD_BYTES));
  }

  private String instance(String configured, Path stateDir) {
    if (!configured.isEmpty()) {
      return configured;
    }
    int place = stateDir.toAbsolutePath().normalize().toString().hashCode();
    return hostName.replaceAll("[^a-zA-Z0-9._-]", "_") + "-" + Integer.toHexString(place);
  }

  private static OperationsConfig operations(Sources sources) {
    LogConfig logging =
        new LogConfig(
            sources.value(Keys.LOG_FORMAT),
            sources.value(Keys.LOG_LEVEL),
            sources.value(Keys.LOG_KAFKA_LEVEL));
    return new OperationsConfig(
        sources.value(Keys.READY_LAG), sources.value(Keys.SHUTDOWN_TIMEOUT), logging);
  }

  private static InputConfig input(Sources sources, List<String> notes) {
    if (sources.value(Keys.INPUT_PARTITIONED_BY) == InputConfig.Partitioning.TRACE_ID
        && sources.place(Keys.PARTITIONS.path()).origin() != Origin.DEFAULT) {
      notes.add("partitions is not used: with input.partitioned_by those of the input hold");
    }
    boolean byPattern = sources.value(Keys.INPUT_PATTERN).isPresent();
    boolean listIsDefault = sources.place(Keys.INPUT_TOPICS.path()).origin() == Origin.DEFAULT;
    List<String> topics = byPattern && listIsDefault ? List.of() : sources.value(Keys.INPUT_TOPICS);
    return sources.section(
        "input",
        () ->
            new InputConfig(
                topics,
                sources.value(Keys.INPUT_PATTERN).orElse(null),
                sources.value(Keys.INPUT_PARTITIONED_BY)));
  }

  private static OutputConfig output(
      Sources sources, Map<String, String> kafka, List<String> notes) {
    Registry registry = RegistryReader.read(sources, kafka);
    OutputFormat format = sources.value(Keys.OUTPUT_FORMAT);
    if (format == OutputFormat.JSON && registry != null) {
      notes.add(
          "kafka."
              + Registry.URL
              + " is set, but output.format is json: nothing is written as Avro");
    }
    return sources.section("output", () -> new OutputConfig(format, registry));
  }

  private AssemblyConfig assembly(Sources sources) {
    AssemblyConfig assembly =
        sources.section(
            "assembly",
            () ->
                new AssemblyConfig(
                    sources.value(Keys.SETTLE),
                    sources.value(Keys.IDLE),
                    sources.value(Keys.MAX_AGE),
                    sources.value(Keys.MEMORY),
                    sources.value(Keys.MAX_TRACE_BYTES),
                    sources.value(Keys.LINGER),
                    sources.value(Keys.REMEMBER)));
    long limit = (long) (LARGEST_SHARE_OF_HEAP * maxHeapBytes);
    if (assembly.memoryBytes() > limit) {
      throw sources.place(Keys.MEMORY.path()).refused(tooMuch(limit));
    }
    return assembly;
  }

  private String tooMuch(long limit) {
    return String.format(
        "is more than 60 %% of the heap (%d MiB, so at most %d MiB); lower it, or give more heap"
            + " (SPANMILL_JAVA_OPTS=-Xmx…)",
        maxHeapBytes >> 20, limit >> 20);
  }

  private static RedConfig red(Sources sources) {
    return sources.section(
        "red",
        () ->
            new RedConfig(
                sources.value(MeasureKeys.RED_WINDOW),
                sources.value(MeasureKeys.MAX_SKEW),
                sources.value(MeasureKeys.DIMENSIONS),
                sources.value(MeasureKeys.RED_MAX_SERIES)));
  }

  private static EdgesConfig edges(Sources sources) {
    return sources.section(
        "edges",
        () ->
            new EdgesConfig(
                sources.value(MeasureKeys.EDGES_WINDOW),
                sources.value(MeasureKeys.EDGES_USER),
                sources.value(MeasureKeys.EDGES_MAX_SERIES)));
  }

  private static PathConfig criticalPath(Sources sources) {
    return sources.section(
        "critical_path",
        () ->
            new PathConfig(
                sources.value(MeasureKeys.PATH_ENABLED),
                sources.value(MeasureKeys.PATH_WINDOW),
                sources.value(MeasureKeys.PATH_MAX_SERIES),
                sources.value(MeasureKeys.PATH_MAX_CONTRIBUTORS)));
  }

  private static ErrorsConfig errors(Sources sources) {
    return sources.section(
        "errors",
        () ->
            new ErrorsConfig(
                sources.value(MeasureKeys.ERRORS_ENABLED),
                sources.value(MeasureKeys.ERRORS_WINDOW),
                sources.value(MeasureKeys.ERRORS_REMEMBER),
                sources.value(MeasureKeys.ERRORS_APPLICATION_FRAMES),
                sources.value(MeasureKeys.ERRORS_MAX_SERIES)));
  }

  private static MetricsConfig metrics(Sources sources) {
    return sources.section(
        "metrics",
        () ->
            new MetricsConfig(
                sources.value(MeasureKeys.METRICS_EXPORT),
                sources.value(MeasureKeys.METRICS_SCRAPE),
                sources.value(MeasureKeys.METRICS_NAMES),
                sources.value(MeasureKeys.METRICS_UNIT),
                sources.value(MeasureKeys.METRICS_HISTOGRAMS),
                sources.value(MeasureKeys.METRICS_INTERVAL),
                sources.value(MeasureKeys.METRICS_EXPIRY)));
  }

  private static String text(String label, Path file) {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException missing) {
      throw new ConfigException(label + ": there is no such file");
    } catch (CharacterCodingException notText) {
      throw new ConfigException(label + ": is not UTF-8 text");
    } catch (IOException unreadable) {
      throw new ConfigException(label + ": cannot be read: " + unreadable.getMessage());
    }
  }
}
