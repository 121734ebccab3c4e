package io.spanmill.topology.config;

import io.spanmill.alerts.Objective;
import io.spanmill.exporter.Protocol;
import io.spanmill.otlp.Signal;
import io.spanmill.sampling.SamplingConfig;
import io.spanmill.sampling.ottl.Re2Pattern;
import io.spanmill.sinks.metrics.DurationBuckets;
import io.spanmill.sinks.metrics.MetricNames;
import io.spanmill.sinks.metrics.MetricsConfig;
import io.spanmill.sinks.metrics.OtlpMetrics;
import io.spanmill.topology.logging.LogFormat;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.slf4j.event.Level;

/**
 * What a value may look like.
 *
 * @param unit for people to read
 * @param reading from what is written; throws {@link ConfigException}
 */
record ValueType<T>(String unit, Function<Place, T> reading) {
  static final ValueType<String> TEXT = new ValueType<>("text", Place::text);
  static final ValueType<List<String>> WORDS = new ValueType<>("list", Place::words);
  static final ValueType<String> NAME = new ValueType<>("name", ValueType::name);
  static final ValueType<Integer> COUNT = new ValueType<>("number", ValueType::count);
  static final ValueType<Duration> DURATION =
      new ValueType<>("duration: ms, s, m, h, d", ValueType::duration);
  static final ValueType<Duration> DURATION_OR_NONE =
      new ValueType<>("duration: ms, s, m, h, d, or none", ValueType::durationOrNone);
  static final ValueType<LogFormat> LOG_FORMAT = oneOf(LogFormat.values());
  static final ValueType<Level> LOG_LEVEL = oneOf(Level.values());
  static final ValueType<Long> SIZE =
      new ValueType<>("bytes: KiB, MiB, GiB, KB, MB, GB", ValueType::size);
  static final ValueType<Integer> RECORD_SIZE =
      new ValueType<>("bytes: KiB, MiB, GiB, KB, MB, GB", ValueType::recordSize);
  static final ValueType<Integer> BATCH_SIZE =
      new ValueType<>("bytes: KiB, MiB, GiB, KB, MB, GB", ValueType::batchSize);
  static final ValueType<Path> PATH = new ValueType<>("folder", ValueType::path);
  static final ValueType<HttpConfig> LISTEN = new ValueType<>("host:port", ValueType::listen);
  static final ValueType<OutputFormat> OUTPUT_FORMAT = oneOf(OutputFormat.values());
  static final ValueType<Guarantee> GUARANTEE =
      new ValueType<>("exactly_once_v2 or at_least_once", ValueType::guarantee);
  static final ValueType<List<String>> TOPICS =
      new ValueType<>("list of topics", ValueType::topics);
  static final ValueType<Optional<Pattern>> PATTERN =
      new ValueType<>("regular expression", ValueType::pattern);
  static final ValueType<InputConfig.Partitioning> PARTITIONING =
      oneOf(InputConfig.Partitioning.values());
  static final ValueType<SamplingConfig.Match> MATCH = oneOf(SamplingConfig.Match.values());
  static final ValueType<SamplingConfig.Mode> MODE = oneOf(SamplingConfig.Mode.values());
  static final ValueType<SamplingConfig.RandomnessMode> RANDOMNESS =
      oneOf(SamplingConfig.RandomnessMode.values());
  static final ValueType<MetricsConfig.Export> EXPORT = oneOf(MetricsConfig.Export.values());
  static final ValueType<MetricNames.Kind> METRIC_NAMES = oneOf(MetricNames.Kind.values());
  static final ValueType<DurationBuckets.Unit> METRIC_UNIT = oneOf(DurationBuckets.Unit.values());
  static final ValueType<OtlpMetrics.Histograms> HISTOGRAMS =
      oneOf(OtlpMetrics.Histograms.values());
  static final ValueType<Optional<URI>> ENDPOINT =
      new ValueType<>("http(s)://host:port", PushReader::endpointOf);
  static final ValueType<Protocol> PROTOCOL =
      new ValueType<>("http/protobuf or grpc", PushReader::protocolOf);
  static final ValueType<List<Signal>> SIGNALS =
      new ValueType<>("list of traces, metrics", PushReader::signalsOf);
  static final ValueType<Map<String, Place>> HEADERS =
      new ValueType<>("mapping", place -> YamlTree.unfolded(place).fields());
  static final ValueType<PushConfig.Compression> COMPRESSION =
      oneOf(PushConfig.Compression.values());
  static final ValueType<Optional<Path>> FILE = new ValueType<>("file", PushReader::fileOf);
  static final ValueType<Boolean> SWITCH = new ValueType<>("true or false", ValueType::isOn);
  static final ValueType<List<SamplingConfig.Upstream>> UPSTREAM =
      new ValueType<>("list of {service, legacy_ratio, ratio}", SamplingReader::upstream);
  static final ValueType<PolicyReader.Policies> POLICIES =
      new ValueType<>("list of policies", PolicyReader::read);

  static final ValueType<List<Objective>> OBJECTIVES =
      new ValueType<>("list of objectives", ObjectiveReader::read);

  /** Kafka's rule for topics and application ids. */
  private static final Pattern KAFKA_NAME = Pattern.compile("[a-zA-Z0-9._-]{1,200}");

  private static final long LEAST_RECORD = 1_000_000;

  private static final long LARGEST_RECORD = 1L << 30;

  private static final long LARGEST_BATCH = 64L << 20;

  private static final Pattern NUMBER_AND_UNIT = Pattern.compile("(\\d{1,18}) ?([a-zA-Z]*)");
  private static final Map<String, Long> BYTES =
      Map.of(
          "", 1L,
          "B", 1L,
          "KB", 1_000L,
          "MB", 1_000_000L,
          "GB", 1_000_000_000L,
          "KiB", 1L << 10,
          "MiB", 1L << 20,
          "GiB", 1L << 30);

  T read(Place place) {
    return reading.apply(place);
  }

  private static boolean isOn(Place place) {
    String text = place.text();
    if (!text.equals("true") && !text.equals("false")) {
      throw place.refused("is not true or false");
    }
    return text.equals("true");
  }

  private static String name(Place place) {
    String name = place.text();
    if (!isKafkaName(name)) {
      throw place.refused("is not a name: letters, digits, '.', '_' and '-', at most 200");
    }
    return name;
  }

  private static int count(Place place) {
    long count = scaled(place.text(), Map.of("", 1L));
    if (count <= 0 || count > Integer.MAX_VALUE) {
      throw place.refused("is not a positive whole number");
    }
    return (int) count;
  }

  private static Duration duration(Place place) {
    Duration duration = Durations.parse(place.text());
    if (duration == null) {
      throw place.refused("is not " + Durations.ALLOWED);
    }
    return duration;
  }

  private static Duration durationOrNone(Place place) {
    String text = place.text();
    Duration duration =
        text.equals("none") || text.equals("0") ? Duration.ZERO : Durations.parse(text);
    if (duration == null) {
      throw place.refused("is not " + Durations.ALLOWED + ", and not none");
    }
    return duration;
  }

  private static long size(Place place) {
    long bytes = scaled(place.text(), BYTES);
    if (bytes <= 0) {
      throw place.refused("is not a positive number of bytes (e.g. 512MiB, 8MB, 65536)");
    }
    return bytes;
  }

  private static int recordSize(Place place) {
    long bytes = size(place);
    if (bytes < LEAST_RECORD || bytes > LARGEST_RECORD) {
      throw place.refused("is not between 1MB, as bundles of spans are that large, and 1GiB");
    }
    return (int) bytes;
  }

  private static int batchSize(Place place) {
    long bytes = size(place);
    if (bytes > LARGEST_BATCH) {
      throw place.refused("is more than 64MiB");
    }
    return (int) bytes;
  }

  /** A number times its unit; 0 where it is no number, has another unit or is too large. */
  static long scaled(String text, Map<String, Long> units) {
    Matcher matcher = NUMBER_AND_UNIT.matcher(text);
    if (!matcher.matches()) {
      return 0;
    }
    long unit = units.getOrDefault(matcher.group(2), 0L);
    long number = Long.parseLong(matcher.group(1));
    return Math.multiplyHigh(number, unit) == 0 ? Math.max(number * unit, 0) : 0;
  }

  private static Path path(Place place) {
    String text = place.text();
    try {
      if (!text.isBlank()) {
        return Path.of(text);
      }
    } catch (InvalidPathException invalid) {
      throw place.refused("is not a path: " + invalid.getReason());
    }
    throw place.refused("is not a path");
  }

  private static HttpConfig listen(Place place) {
    String text = place.text();
    Matcher matcher = Pattern.compile("(\\[([^\\]]+)]|[^:\\[\\]]+):(\\d{1,5})").matcher(text);
    if (!matcher.matches() || Integer.parseInt(matcher.group(3)) > 65_535) {
      throw place.refused("is not host:port (e.g. 127.0.0.1:8080, [::1]:8080)");
    }
    String host = matcher.group(2) == null ? matcher.group(1) : matcher.group(2);
    return new HttpConfig(host, Integer.parseInt(matcher.group(3)));
  }

  private static Guarantee guarantee(Place place) {
    String text = place.text();
    return Arrays.stream(Guarantee.values())
        .filter(guarantee -> guarantee.kafkaName().equals(text))
        .findFirst()
        .orElseThrow(() -> place.refused("is not one of exactly_once_v2, at_least_once"));
  }

  private static List<String> topics(Place place) {
    List<String> topics = place.words();
    for (String topic : topics) {
      if (!isKafkaName(topic)) {
        throw place.wrong("\"" + topic + "\" is not a topic: letters, digits, '.', '_' and '-'");
      }
    }
    return topics;
  }

  private static boolean isKafkaName(String name) {
    return KAFKA_NAME.matcher(name).matches() && !name.equals(".") && !name.equals("..");
  }

  private static Optional<Pattern> pattern(Place place) {
    String text = place.text();
    return text.isEmpty() ? Optional.empty() : Optional.of(compiled(place, text));
  }

  /** An expression for Kafka, which is written in Java. */
  private static Pattern compiled(Place place, String expression) {
    try {
      return Pattern.compile(expression);
    } catch (PatternSyntaxException invalid) {
      throw place.refused(
          "is not a regular expression: "
              + invalid.getDescription()
              + (invalid.getIndex() < 0 ? "" : " near character " + (invalid.getIndex() + 1)));
    }
  }

  /** An expression for spans, in the Collector's dialect. */
  static com.google.re2j.Pattern re2(Place place, String expression) {
    try {
      return Re2Pattern.compile(expression);
    } catch (com.google.re2j.PatternSyntaxException invalid) {
      throw place.refused("is not a regular expression: " + invalid.getDescription());
    }
  }

  /** The names of an enumeration, in small letters. */
  private static <E extends Enum<E>> ValueType<E> oneOf(E[] all) {
    Map<String, E> byName = new LinkedHashMap<>();
    for (E one : all) {
      byName.put(one.name().toLowerCase(Locale.ROOT), one);
    }
    return new ValueType<>(String.join(" or ", byName.keySet()), place -> oneOf(place, byName));
  }

  private static <E> E oneOf(Place place, Map<String, E> byName) {
    E one = byName.get(place.text());
    if (one == null) {
      throw place.refused("is not one of " + String.join(", ", byName.keySet()));
    }
    return one;
  }
}
