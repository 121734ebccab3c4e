package io.spanmill.sinks;

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
import io.spanmill.model.TraceId;
import io.spanmill.model.Verdict;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The words that others read, spelled by hand. */
final class JsonCodecTest {
  private static final long WINDOW = 1_767_268_800_000L;
  private static final long ONE = 1L << 24;
  private static final TraceId TRACE = new TraceId(0x0102030405060708L, 0xf90a0b0c0d0e0f10L);

  private final JsonCodec codec = new JsonCodec();

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

    assertThat(new String(codec.error("", new ErrorPoint(series, 500, sum, 30, true)), UTF_8))
        .isEqualTo(
            "{\"window_start_unix_nano\":\"1767268800000000000\",\"window_seconds\":0.5,"
                + "\"fingerprint\":\"0102030405060708\",\"type\":\"T\",\"message_template\":\"m\","
                + "\"service\":\"s\",\"span_name\":\"n\",\"language\":\"go\",\"count\":2,"
                + "\"exceptions\":3,\"adjusted_count\":2,\"first_seen\":\"30\",\"last_seen\":\"50\","
                + "\"new\":true,\"entry\":{\"service\":\"w\",\"operation\":\"o\"},"
                + "\"entries\":[{\"service\":\"w\",\"operation\":\"o\",\"count\":2}],"
                + "\"origin\":\"s\",\"callers\":[\"w\"],\"stack\":[\"f\"],"
                + "\"example_trace_ids\":[\"0102030405060708f90a0b0c0d0e0f10\"]}");
    assertThat(new String(JsonKeys.error(series), UTF_8))
        .isEqualTo("[\"1767268800000000000\",\"0102030405060708\"]");
  }

  @Test
  void errorsBeyondTheLimitSaySoAndNoMore() {
    ErrorSum sum = new ErrorSum();
    sum.addSeen(40, 50, new ErrorGroup("T", "m", "s", "n", "go", List.of("f")));
    ErrorSeries series = new ErrorSeries(WINDOW, 0, Overflow.dimensions(2));

    assertThat(new String(codec.error("", new ErrorPoint(series, 500, sum)), UTF_8))
        .contains("\"fingerprint\":\"\",\"dimensions\":{\"otel.metric.overflow\":\"true\",")
        .contains("\"type\":\"\"", "\"origin\":\"\"", "\"stack\":[]", "\"entry\":null")
        .contains("\"new\":false");
    assertThat(new String(JsonKeys.error(series), UTF_8))
        .isEqualTo(
            "[\"1767268800000000000\",\"\","
                + "{\"otel.metric.overflow\":\"true\",\"spanmill.partition\":\"2\"}]");
  }

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
                new Match("slow ones", 0xf00000000000abL, 7),
                new Match("rest", 0xe666L << 40),
                new Match("rare", 0xff00000000000000L >>> 8)));
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
            250_000_001L,
            true,
            2,
            1,
            false);

    assertThat(codec.decision("", decision))
        .asString(UTF_8)
        .isEqualTo(
            ("{'trace_id':'0102030405060708f90a0b0c0d0e0f10','revision':1,'kept':true,"
                    + "'threshold':'e666','policy':'rest','matched':['slow ones','rest'],"
                    + "'policy_set':'0123456789ab','randomness':'f00000000000ab',"
                    + "'randomness_source':'rv','lowest_threshold_in':'8','matches':["
                    + "{'policy':'slow ones','threshold':'f00000000000ab','table_epoch':7},"
                    + "{'policy':'rest','threshold':'e666'},{'policy':'rare','threshold':'ff'}],"
                    + "'closed_by':'max_age','spans':12,'services':3,'root_service':'shop',"
                    + "'root_name':'GET /','start_unix_nano':'1500000000',"
                    + "'duration_seconds':0.250000001,'error':true,'late_spans':2,"
                    + "'late_errors':1,'reopened':false}")
                .replace('\'', '"'));
  }

  @Test
  void aDroppedTraceHasNeitherThresholdNorPolicy() {
    Verdict verdict = new Verdict(false, 1L << 56, 0, Basis.ofTraceId(5), "", null, List.of());
    Decision decision =
        new Decision(
            TRACE, 0, verdict, CloseReason.COMPLETE, 1, 1, null, null, 0, 0, false, 0, 0, true);

    assertThat(codec.decision("", decision))
        .asString(UTF_8)
        .contains("\"kept\":false,\"threshold\":null,\"policy\":null,\"matched\":[]")
        .contains("\"root_service\":null,\"root_name\":null")
        .contains("\"duration_seconds\":0,")
        .endsWith("\"reopened\":true}");
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

    assertThat(codec.red("", new RedPoint(series, 10_000, sum)))
        .asString(UTF_8)
        .isEqualTo(
            ("{'window_start_unix_nano':'1767268800000000000','window_seconds':10,"
                    + "'service':'shop','span_name':'GET /','span_kind':'SPAN_KIND_SERVER',"
                    + "'status_code':'STATUS_CODE_ERROR','dimensions':{'http.route':'/'},"
                    + "'calls':3,'adjusted_calls':3.5,'duration_sum_seconds':2.02,"
                    + "'duration_min_seconds':0,'duration_max_seconds':1.02,"
                    + "'p50_seconds':0.994599423,'p95_seconds':1.016378315,"
                    + "'p99_seconds':1.016378315,"
                    + "'histogram':{'scale':6,'zero_count':1,'offset':-1,'counts':[1,0,1]},"
                    + "'exemplars':['0102030405060708f90a0b0c0d0e0f10']}")
                .replace('\'', '"'));
  }

  @Test
  void spellsAnEdge() {
    EdgeSum sum = new EdgeSum();
    sum.addCalls(1, ONE, true, false);
    sum.addClientDuration(1, 1_000_000_000L);
    Edge edge = new Edge(WINDOW, "shop", "orders", ConnectionType.MESSAGING_SYSTEM);

    assertThat(codec.edge("", new EdgePoint(edge, 500, sum)))
        .asString(UTF_8)
        .isEqualTo(
            ("{'window_start_unix_nano':'1767268800000000000','window_seconds':0.5,"
                    + "'client':'shop','server':'orders','connection_type':'messaging_system',"
                    + "'calls':1,'failed':1,'client_errors':1,'server_errors':0,"
                    + "'adjusted_calls':1,'client_duration_sum_seconds':1,"
                    + "'server_duration_sum_seconds':0,'client_p95_seconds':0.994599423,"
                    + "'server_p95_seconds':0}")
                .replace('\'', '"'));
  }

  @Test
  void spellsAContributorToACriticalPath() {
    SelfTimes times = new SelfTimes();
    times.add(1_000_000_000L);
    times.add(0);
    times.examples().add(TRACE.high(), TRACE.low(), 1);
    PathContributor contributor = new PathContributor("cart", "GET", SpanKind.CLIENT, "redis");
    PathPartPoint point = path(contributor, times);

    assertThat(codec.path("", point))
        .asString(UTF_8)
        .isEqualTo(
            ("{'window_start_unix_nano':'1767268800000000000','window_seconds':60,"
                    + "'entry_service':'shop','entry_operation':'GET /','service':'cart',"
                    + "'operation':'GET','kind':'SPAN_KIND_CLIENT','peer':'redis',"
                    + "'share':0.6250000002328306,'seconds':1,'calls':2,"
                    + "'p95_seconds':0.983885612,'entry_traces':2,'entry_seconds':1.6,"
                    + "'example_trace_ids':['0102030405060708f90a0b0c0d0e0f10']}")
                .replace('\'', '"'));
    assertThat(JsonKeys.path(point.part()))
        .asString(UTF_8)
        .isEqualTo(
            "[\"1767268800000000000\",\"shop\",\"GET /\",\"cart\",\"GET\","
                + "\"SPAN_KIND_CLIENT\",\"redis\"]");
  }

  @Test
  void contributorsBeyondTheLimitSaySo() {
    PathPartPoint point = path(PathContributor.OVERFLOW, new SelfTimes());

    assertThat(codec.path("", point))
        .asString(UTF_8)
        .contains("\"peer\":\"\",\"dimensions\":{\"otel.metric.overflow\":\"true\"},\"share\":");
    assertThat(JsonKeys.path(point.part()))
        .asString(UTF_8)
        .endsWith("\"SPAN_KIND_UNSPECIFIED\",\"\",{\"otel.metric.overflow\":\"true\"}]");
  }

  private static PathPartPoint path(PathContributor contributor, SelfTimes times) {
    PathShare share = new PathShare(contributor, 0.625 + 0x1p-32, times);
    PathEntry entry = new PathEntry(WINDOW, "shop", "GET /");
    return new PathPartPoint(
        new PathPoint(entry, 60_000, 2, 1_600_000_000L, List.of(share)), share);
  }

  @Test
  void anEdgeBeyondTheLimitSaysSo() {
    Edge edge = new Edge(WINDOW, "", "", ConnectionType.DIRECT, Overflow.dimensions(2));

    assertThat(codec.edge("", new EdgePoint(edge, 500, new EdgeSum())))
        .asString(UTF_8)
        .contains(
            "\"connection_type\":\"\","
                + "\"dimensions\":{\"otel.metric.overflow\":\"true\",\"spanmill.partition\":\"2\"}");
    assertThat(JsonKeys.edge(edge))
        .asString(UTF_8)
        .isEqualTo(
            "[\"1767268800000000000\",\"\",\"\",\"\","
                + "{\"otel.metric.overflow\":\"true\",\"spanmill.partition\":\"2\"}]");
  }

  @Test
  void keysHaveOneSpelling() {
    RedSeries series =
        new RedSeries(WINDOW, "shop", "GET /", SpanKind.CLIENT, StatusCode.UNSET, Map.of());

    assertThat(JsonKeys.traceId(TRACE)).asString(UTF_8).isEqualTo(TRACE.hex());
    assertThat(JsonKeys.series(series))
        .asString(UTF_8)
        .isEqualTo(
            "[\"1767268800000000000\",\"shop\",\"GET /\",\"SPAN_KIND_CLIENT\",\"STATUS_CODE_UNSET\",{}]");
    assertThat(JsonKeys.edge(new Edge(WINDOW, "user", "shop", ConnectionType.VIRTUAL_NODE)))
        .asString(UTF_8)
        .isEqualTo("[\"1767268800000000000\",\"user\",\"shop\",\"virtual_node\"]");
  }
}
