package io.spanmill.sinks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import io.spanmill.avro.EdgePointForm;
import io.spanmill.model.Basis;
import io.spanmill.model.CloseReason;
import io.spanmill.model.ConnectionType;
import io.spanmill.model.Decision;
import io.spanmill.model.Edge;
import io.spanmill.model.EdgePoint;
import io.spanmill.model.EdgeSum;
import io.spanmill.model.Match;
import io.spanmill.model.PathContributor;
import io.spanmill.model.PathEntry;
import io.spanmill.model.PathPartPoint;
import io.spanmill.model.PathPoint;
import io.spanmill.model.PathShare;
import io.spanmill.model.RedPoint;
import io.spanmill.model.RedSeries;
import io.spanmill.model.RedSum;
import io.spanmill.model.SelfTimes;
import io.spanmill.model.SpanKind;
import io.spanmill.model.StatusCode;
import io.spanmill.model.Threshold;
import io.spanmill.model.TraceId;
import io.spanmill.model.Verdict;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Avro in Confluent's wire format, against a registry of Confluent's that lives in this process.
 */
final class AvroCodecTest {
  private static final long SEED = 0x5eed_0a40L;
  private static final int ROUNDS = 300;
  private static final long WINDOW = 1_767_268_800_000L;
  private static final double NANO = 1.1e-9;

  private final Registry registry = new Registry(Map.of(Registry.URL, "mock://avro-codec-test"));
  private final AvroCodec codec = new AvroCodec(registry);
  private final JsonCodec json = new JsonCodec();
  private final ValueFields fields = new ValueFields(registry);
  private final SplittableRandom random = new SplittableRandom(SEED);

  @AfterEach
  void close() {
    fields.close();
    codec.close();
  }

  @Test
  void theSchemasIdStandsBeforeTheRecord() throws IOException {
    Edge edge = new Edge(WINDOW, "shop", "jobs", ConnectionType.MESSAGING_SYSTEM);
    EdgePoint point = new EdgePoint(edge, 500, new EdgeSum());
    byte[] spelled = codec.edge("e", point);

    assertThat(Arrays.copyOf(spelled, 4)).containsExactly(0, 0, 0, 0);
    assertThat(spelled[4]).isPositive();
    assertThat(Arrays.copyOfRange(spelled, 5, spelled.length))
        .isEqualTo(avro(new EdgePointForm().record(point)));
  }

  @Test
  void decisionsHaveTheFieldsOfTheJson() throws IOException {
    for (int round = 0; round < ROUNDS; round++) {
      Decision decision = decision();
      hold(
          fields.of("d", codec.decision("d", decision)),
          fields.of("d", json.decision("d", decision)));
    }
  }

  @Test
  void pointsHaveTheFieldsOfTheJson() throws IOException {
    for (int round = 0; round < ROUNDS; round++) {
      RedPoint point = red();
      hold(fields.of("r", codec.red("r", point)), fields.of("r", json.red("r", point)));
    }
  }

  @Test
  void edgesHaveTheFieldsOfTheJson() throws IOException {
    for (int round = 0; round < ROUNDS; round++) {
      EdgePoint point = edge();
      Map<String, Object> expected =
          new LinkedHashMap<>(Map.of("dimensions", (Object) Map.of())); // left out in JSON if empty
      expected.putAll(fields.of("e", json.edge("e", point)));
      hold(fields.of("e", codec.edge("e", point)), expected);
    }
  }

  @Test
  void pathsHaveTheFieldsOfTheJson() throws IOException {
    for (int round = 0; round < ROUNDS; round++) {
      PathPartPoint point = path();
      Map<String, Object> expected =
          new LinkedHashMap<>(Map.of("dimensions", (Object) Map.of())); // left out in JSON if empty
      expected.putAll(fields.of("p", json.path("p", point)));
      hold(fields.of("p", codec.path("p", point)), expected);
    }
  }

  private PathPartPoint path() {
    SelfTimes times = new SelfTimes();
    for (int calls = random.nextInt(20); calls > 0; calls--) {
      long nanos = random.nextLong(1L << 40);
      times.add(nanos);
      times.examples().add(random.nextLong(), random.nextLong(), nanos);
    }
    PathContributor contributor =
        random.nextInt(5) == 0
            ? PathContributor.OVERFLOW
            : new PathContributor("cart", "GET", SpanKind.CLIENT, "redis");
    PathShare share = new PathShare(contributor, random.nextLong(1L << 32) * 0x1p-32, times);
    PathEntry entry = new PathEntry(WINDOW, "shop", "GET /");
    long nanos = random.nextLong(1L << 50);
    return new PathPartPoint(
        new PathPoint(entry, 60_000, random.nextInt(99), nanos, List.of(share)), share);
  }

  @Test
  void avroWithoutARegistryIsOneLine() {
    byte[] spelled = codec.decision("d", decision());

    assertThatThrownBy(() -> new ValueFields(null).of("mill-decisions", spelled))
        .isInstanceOf(RegistryFailure.class)
        .hasMessage("kafka.schema.registry.url is not set: what stands in mill-decisions is Avro");
  }

  @Test
  void anIdThatNobodyKnowsIsOneLine() {
    assertThatThrownBy(() -> fields.of("mill-decisions", new byte[] {0, 0x7f, 0, 0, 1, 0}))
        .isInstanceOf(RegistryFailure.class)
        .hasMessageStartingWith("kafka.schema.registry.url: ")
        .hasMessageMatching(".*");
  }

  /** The same names; numbers as numbers, but for the last digits that JSON does not write. */
  private static void hold(Map<String, Object> avro, Map<String, Object> spelled) {
    assertThat(avro.keySet()).containsExactlyInAnyOrderElementsOf(spelled.keySet());
    avro.forEach((name, value) -> hold(name, value, spelled.get(name)));
  }

  @SuppressWarnings("unchecked")
  private static void hold(String name, Object avro, Object spelled) {
    if (avro instanceof Double number) {
      assertThat(((Number) spelled).doubleValue())
          .as(name)
          .isCloseTo(number, offset(NANO + Math.ulp(number)));
    } else if (avro instanceof Number number) {
      String plain =
          name.endsWith("unix_nano") ? Long.toUnsignedString(number.longValue()) : "" + number;
      assertThat("" + spelled).as(name).isEqualTo(plain);
    } else if (avro instanceof Map<?, ?> map && name.equals("histogram")) {
      hold((Map<String, Object>) map, (Map<String, Object>) spelled);
    } else if (avro instanceof List<?> list && name.equals("matches")) {
      for (int i = 0; i < list.size(); i++) {
        Map<String, Object> match = new LinkedHashMap<>((Map<String, Object>) list.get(i));
        match.remove("table_epoch", null); // left out in JSON
        hold(match, ((List<Map<String, Object>>) spelled).get(i));
      }
    } else {
      assertThat("" + avro).as(name).isEqualTo("" + spelled);
    }
  }

  private Decision decision() {
    boolean kept = random.nextBoolean();
    long randomness = random.nextLong(Threshold.MAX);
    Basis.Source[] sources = Basis.Source.values();
    Basis basis = new Basis(randomness, sources[random.nextInt(sources.length)], false);
    List<Match> matches =
        List.of(
            new Match("one", random.nextLong(Threshold.MAX + 1)),
            new Match("two", random.nextLong(Threshold.MAX), random.nextInt(9)));
    Verdict verdict =
        new Verdict(
            kept,
            random.nextInt(9) == 0 ? Threshold.UNKNOWN : random.nextLong(Threshold.MAX),
            random.nextInt(9) == 0 ? Threshold.UNKNOWN : random.nextLong(Threshold.MAX),
            basis,
            "0123456789ab",
            random.nextBoolean() ? "ünï\"" : null,
            random.nextBoolean() ? matches : List.of());
    CloseReason[] reasons = CloseReason.values();
    boolean root = random.nextBoolean();
    return new Decision(
        traceId(),
        random.nextInt(2),
        verdict,
        reasons[random.nextInt(reasons.length)],
        random.nextInt(1, 1 << 20),
        random.nextInt(1, 99),
        root ? "shop" : null,
        root ? "GET /" : null,
        random.nextLong(),
        random.nextLong(1L << 50),
        random.nextBoolean(),
        random.nextInt(9),
        random.nextInt(9),
        random.nextBoolean());
  }

  private RedPoint red() {
    RedSum sum = new RedSum();
    int spans = random.nextInt(9);
    for (int i = 0; i < spans; i++) {
      sum.add(random.nextLong(1L << random.nextInt(40)), 1 + random.nextLong(1L << 30));
      sum.addExemplar(traceId(), 1);
    }
    RedSeries series =
        new RedSeries(
            WINDOW + random.nextInt(1 << 30),
            "shop" + random.nextInt(9),
            "GET /",
            SpanKind.values()[random.nextInt(6)],
            StatusCode.values()[random.nextInt(3)],
            random.nextBoolean() ? Map.of() : Map.of("http.route", "/ü"));
    return new RedPoint(series, 1 + random.nextInt(100_000), sum);
  }

  private EdgePoint edge() {
    EdgeSum sum = new EdgeSum();
    int calls = random.nextInt(9);
    for (int i = 0; i < calls; i++) {
      int count = random.nextInt(-3, 9);
      sum.addCalls(count, random.nextLong(1L << 30), random.nextBoolean(), random.nextBoolean());
      sum.addClientDuration(count, random.nextLong(1L << 40));
      sum.addServerDuration(count, random.nextLong(1L << 40));
    }
    ConnectionType type = ConnectionType.values()[random.nextInt(4)];
    Map<String, String> dimensions = random.nextBoolean() ? Map.of() : Map.of("a", "b");
    Edge edge = new Edge(WINDOW + random.nextInt(1 << 30), "shop", "jobs", type, dimensions);
    return new EdgePoint(edge, 1 + random.nextInt(100_000), sum);
  }

  private TraceId traceId() {
    return new TraceId(random.nextLong(), random.nextLong());
  }

  private static byte[] avro(GenericRecord record) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
    new GenericDatumWriter<GenericRecord>(record.getSchema()).write(record, encoder);
    encoder.flush();
    return bytes.toByteArray();
  }
}
