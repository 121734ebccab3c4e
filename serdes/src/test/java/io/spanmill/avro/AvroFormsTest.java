package io.spanmill.avro;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.spanmill.model.Basis;
import io.spanmill.model.CloseReason;
import io.spanmill.model.ConnectionType;
import io.spanmill.model.Decision;
import io.spanmill.model.Edge;
import io.spanmill.model.EdgePoint;
import io.spanmill.model.EdgeSum;
import io.spanmill.model.ErrorEntry;
import io.spanmill.model.ErrorGroup;
import io.spanmill.model.ErrorPoint;
import io.spanmill.model.ErrorSeries;
import io.spanmill.model.ErrorSum;
import io.spanmill.model.Match;
import io.spanmill.model.Overflow;
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
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;

/**
 * The bytes that others read, spelled by hand after Avro's specification: whole numbers as zigzag
 * varints, texts behind their length, doubles with the lowest byte first, what may be null behind
 * 00 (null) or 02, lists and maps as how many, the items, 00.
 */
final class AvroFormsTest {
  private static final HexFormat HEX = HexFormat.of();
  private static final long WINDOW = 1_767_268_800_000L;
  private static final long ONE = 1L << Threshold.WEIGHT_FRACTION_BITS;
  private static final TraceId TRACE = new TraceId(0x0102030405060708L, 0xf90a0b0c0d0e0f10L);

  private static final String TRACE_DIGITS = "40" + ascii("0102030405060708f90a0b0c0d0e0f10");
  private static final String WINDOW_NANOS = "80808cea86e7cc8631";
  private static final String ZERO = "0000000000000000";

  @Test
  void spellsADecisionToKeep() {
    Verdict verdict =
        new Verdict(
            true,
            0xe666L << 40,
            8L << 52,
            new Basis(0xf00000000000abL, Basis.Source.RV, false),
            "0123456789ab",
            "rest",
            List.of(
                new Match("slow", 0xf00000000000abL, 7),
                new Match("rest", 0xe666L << 40),
                new Match("none", Threshold.NEVER)));
    Decision decision =
        new Decision(
            TRACE,
            1,
            verdict,
            CloseReason.MAX_AGE,
            12,
            3,
            "shop",
            "GET /",
            1_500_000_000L,
            250_000_000L,
            true,
            2,
            1,
            false);

    assertThat(hex(new DecisionForm(), decision))
        .isEqualTo(
            TRACE_DIGITS
                + "02" // revision 1
                + "01" // kept
                + ("02" + "08" + ascii("e666")) // threshold
                + ("02" + "08" + ascii("rest")) // policy
                + ("04" + "08" + ascii("slow") + "08" + ascii("rest") + "00") // matched
                + ("18" + ascii("0123456789ab")) // policy_set
                + ("1c" + ascii("f00000000000ab")) // randomness
                + ("04" + ascii("rv")) // randomness_source
                + ("02" + "02" + ascii("8")) // lowest_threshold_in
                + "06" // three matches
                + ("08" + ascii("slow") + "02" + "1c" + ascii("f00000000000ab") + "02" + "0e")
                + ("08" + ascii("rest") + "02" + "08" + ascii("e666") + "00")
                + ("08" + ascii("none") + "00" + "00")
                + "00"
                + ("0e" + ascii("max_age")) // closed_by
                + "18" // spans 12
                + "06" // services 3
                + ("02" + "08" + ascii("shop")) // root_service
                + ("02" + "0a" + ascii("GET /")) // root_name
                + "80bcc1960b" // start_unix_nano 1500000000
                + "000000000000d03f" // duration_seconds 0.25
                + "01" // error
                + "04" // late_spans 2
                + "02" // late_errors 1
                + "00"); // reopened
  }

  @Test
  void aDroppedTraceHasNeitherThresholdNorPolicyNorRoot() {
    Verdict verdict =
        new Verdict(
            false,
            Threshold.NEVER,
            Threshold.UNKNOWN,
            Basis.ofTraceId(5),
            "0123456789ab",
            null,
            List.of());
    Decision decision =
        new Decision(
            TRACE, 0, verdict, CloseReason.IDLE, 1, 1, null, null, -1, 0, false, 0, 0, true);

    assertThat(hex(new DecisionForm(), decision))
        .isEqualTo(
            TRACE_DIGITS
                + "00" // revision 0
                + "00" // dropped
                + "00" // no threshold
                + "00" // no policy
                + "00" // matched
                + ("18" + ascii("0123456789ab"))
                + ("1c" + ascii("00000000000005"))
                + ("10" + ascii("trace_id"))
                + "00" // lowest_threshold_in is not known
                + "00" // matches
                + ("08" + ascii("idle"))
                + ("02" + "02") // spans, services
                + ("00" + "00") // no root
                + "01" // beyond 2262
                + ZERO
                + ("00" + "00" + "00" + "01"));
  }

  @Test
  void spellsARedPoint() {
    RedSum sum = new RedSum();
    sum.add(1_000_000_000L, ONE + ONE / 2);
    sum.add(1_020_000_000L, ONE);
    sum.add(0, ONE);
    sum.addExemplar(TRACE, 1);
    RedSeries series =
        new RedSeries(
            WINDOW, "shop", "GET /", SpanKind.SERVER, StatusCode.ERROR, Map.of("http.route", "/"));

    assertThat(hex(new RedPointForm(), new RedPoint(series, 10_000, sum)))
        .isEqualTo(
            WINDOW_NANOS
                + "0000000000002440" // window_seconds 10
                + ("08" + ascii("shop"))
                + ("0a" + ascii("GET /"))
                + ("20" + ascii("SPAN_KIND_SERVER"))
                + ("22" + ascii("STATUS_CODE_ERROR"))
                + ("02" + "14" + ascii("http.route") + "02" + ascii("/") + "00")
                + "06" // calls 3
                + "0000000000000c40" // adjusted_calls 3.5
                + "295c8fc2f5280040" // duration_sum_seconds 2.02
                + ZERO // duration_min_seconds
                + "52b81e85eb51f03f" // duration_max_seconds 1.02
                + littleEndian(Math.pow(2, -0.5 / 64)) // p50: the middle of bucket -1
                + littleEndian(Math.pow(2, 1.5 / 64)) // p95: of bucket 1
                + littleEndian(Math.pow(2, 1.5 / 64)) // p99
                + ("0c" + "02" + "01" + "06" + "02" + "00" + "02" + "00") // scale 6, from -1 on
                + ("02" + TRACE_DIGITS + "00"));
  }

  @Test
  void spellsAnEdge() {
    EdgeSum sum = new EdgeSum();
    sum.addCalls(1, ONE, true, false);
    sum.addClientDuration(1, 1_000_000_000L);
    Edge edge = new Edge(WINDOW, "shop", "jobs", ConnectionType.MESSAGING_SYSTEM);

    assertThat(hex(new EdgePointForm(), new EdgePoint(edge, 500, sum)))
        .isEqualTo(
            WINDOW_NANOS
                + "000000000000e03f" // window_seconds 0.5
                + ("08" + ascii("shop"))
                + ("08" + ascii("jobs"))
                + ("20" + ascii("messaging_system"))
                + "00" // dimensions
                + ("02" + "02" + "02" + "00") // calls, failed, client's and server's errors
                + "000000000000f03f" // adjusted_calls 1
                + "000000000000f03f" // client_duration_sum_seconds 1
                + ZERO
                + littleEndian(Math.pow(2, -0.5 / 64))
                + ZERO);
  }

  @Test
  void anEdgeBeyondTheLimitSaysSo() {
    Edge edge = new Edge(WINDOW, "", "", ConnectionType.DIRECT, Overflow.dimensions(2));

    assertThat(hex(new EdgePointForm(), new EdgePoint(edge, 500, new EdgeSum())))
        .startsWith(
            WINDOW_NANOS
                + "000000000000e03f"
                + ("00" + "00" + "00") // client, server, connection_type
                + ("04" + "28" + ascii("otel.metric.overflow") + "08" + ascii("true"))
                + ("24" + ascii("spanmill.partition") + "02" + ascii("2") + "00"));
  }

  @Test
  void spellsAContributorToACriticalPath() {
    SelfTimes times = new SelfTimes();
    times.add(1_000_000_000L);
    times.examples().add(TRACE.high(), TRACE.low(), 1);
    PathContributor contributor = new PathContributor("cart", "GET", SpanKind.CLIENT, "redis");

    assertThat(hex(new CriticalPathForm(), path(contributor, times)))
        .isEqualTo(
            WINDOW_NANOS
                + "0000000000004e40" // window_seconds 60
                + ("08" + ascii("shop") + "0a" + ascii("GET /"))
                + ("08" + ascii("cart") + "06" + ascii("GET"))
                + ("20" + ascii("SPAN_KIND_CLIENT") + "0a" + ascii("redis"))
                + "00" // dimensions
                + "000000000000e43f" // share 0.625
                + "000000000000f03f" // seconds 1
                + "02" // calls 1
                + littleEndian(Math.pow(2, -1.5 / 64)) // p95_seconds
                + "04" // entry_traces 2
                + "9a9999999999f93f" // entry_seconds 1.6
                + ("02" + TRACE_DIGITS + "00"));
  }

  @Test
  void contributorsBeyondTheLimitSaySo() {
    GenericRecord record =
        new CriticalPathForm().record(path(PathContributor.OVERFLOW, new SelfTimes()));

    assertThat(record.get("service")).isEqualTo("");
    assertThat(record.get("dimensions")).isEqualTo(Map.of("otel.metric.overflow", "true"));
  }

  private static PathPartPoint path(PathContributor contributor, SelfTimes times) {
    PathShare share = new PathShare(contributor, 0.625, times);
    PathEntry entry = new PathEntry(WINDOW, "shop", "GET /");
    return new PathPartPoint(
        new PathPoint(entry, 60_000, 2, 1_600_000_000L, List.of(share)), share);
  }

  @Test
  void spellsErrors() {
    ErrorSum sum = new ErrorSum();
    sum.addErrors(2, ONE);
    sum.addExceptions(3);
    sum.addSeen(40, 50, new ErrorGroup("T", "m", "s", "n", "go", List.of("f")));
    sum.entries().add(new ErrorEntry("w", "o"), 2);
    sum.callers().add("w", 2);
    sum.addExample(TRACE);
    ErrorSeries series = new ErrorSeries(WINDOW, 0x0102030405060708L);

    assertThat(hex(new ErrorPointForm(), new ErrorPoint(series, 500, sum, 30, true)))
        .isEqualTo(
            WINDOW_NANOS
                + "000000000000e03f" // window_seconds 0.5
                + ("20" + ascii("0102030405060708")) // fingerprint
                + "00" // dimensions
                + ("02" + ascii("T") + "02" + ascii("m")) // type, message_template
                + ("02" + ascii("s") + "02" + ascii("n")) // service, span_name
                + ("04" + ascii("go")) // language
                + ("04" + "06") // count, exceptions
                + "0000000000000040" // adjusted_count 2
                + ("3c" + "64") // first_seen 30, last_seen 50
                + "01" // new
                + ("02" + "02" + ascii("w") + "02" + ascii("o")) // entry
                + ("02" + "02" + ascii("w") + "02" + ascii("o") + "04" + "00") // entries
                + ("02" + ascii("s")) // origin
                + ("02" + "02" + ascii("w") + "00") // callers
                + ("02" + "02" + ascii("f") + "00") // stack
                + ("02" + TRACE_DIGITS + "00")); // example_trace_ids
  }

  @Test
  void errorsBeyondTheLimitSaySoAndNoMore() {
    ErrorSum sum = new ErrorSum();
    sum.addSeen(40, 50, new ErrorGroup("T", "m", "s", "n", "go", List.of("f")));
    ErrorSeries series = new ErrorSeries(WINDOW, 0, Overflow.dimensions(2));

    assertThat(hex(new ErrorPointForm(), new ErrorPoint(series, 500, sum)))
        .startsWith(
            WINDOW_NANOS
                + "000000000000e03f"
                + "00" // fingerprint
                + ("04" + "28" + ascii("otel.metric.overflow") + "08" + ascii("true"))
                + ("24" + ascii("spanmill.partition") + "02" + ascii("2") + "00")
                + ("00" + "00" + "00" + "00" + "00") // type … language
                + ("00" + "00" + ZERO + "50" + "64" + "00") // counts, times, new
                + "00"); // entry
  }

  @Test
  void whatHasNoDurationHasNoBuckets() {
    RedSeries series =
        new RedSeries(WINDOW, "", "", SpanKind.UNSPECIFIED, StatusCode.UNSET, Map.of());
    GenericRecord record = new RedPointForm().record(new RedPoint(series, 1, new RedSum()));
    GenericRecord histogram = (GenericRecord) record.get("histogram");

    assertThat(histogram.get("offset")).isEqualTo(0);
    assertThat(histogram.get("counts")).isEqualTo(List.of());
  }

  @Test
  void aWindowBeyond2262IsAtTheEndOfTime() {
    Edge edge = new Edge(Long.MAX_VALUE / 1000, "a", "b", ConnectionType.DIRECT);
    GenericRecord record = new EdgePointForm().record(new EdgePoint(edge, 500, new EdgeSum()));

    assertThat(record.get("window_start_unix_nano")).isEqualTo(Long.MAX_VALUE);
  }

  private static <T> String hex(AvroForm<T> form, T value) {
    return HEX.formatHex(AvroBytes.of(form.record(value)));
  }

  private static String ascii(String text) {
    return HEX.formatHex(text.getBytes(UTF_8));
  }

  private static String littleEndian(double number) {
    return HEX.toHexDigits(Long.reverseBytes(Double.doubleToLongBits(number)));
  }
}
