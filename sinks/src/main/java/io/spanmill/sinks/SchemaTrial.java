package io.spanmill.sinks;

import io.spanmill.avro.AlertForm;
import io.spanmill.avro.CriticalPathForm;
import io.spanmill.avro.DecisionForm;
import io.spanmill.avro.EdgePointForm;
import io.spanmill.avro.ErrorPointForm;
import io.spanmill.avro.RedPointForm;
import io.spanmill.model.Alert;
import io.spanmill.model.AlertTarget;
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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.apache.avro.generic.GenericRecord;

/**
 * Spells one made-up value for each topic, and reads it back with the schema that the registry
 * gives out, before anything depends on it. Where that is another one than ours ({@code
 * use.latest.version}), fields that it does not have would be missing in silence, and into those
 * that we do not have Confluent's serializer puts whatever stands in their place with us.
 */
final class SchemaTrial {
  private static final TraceId TRACE = new TraceId(1, 1L << 55);
  private static final Map<String, String> DIMENSIONS = Map.of("dimension", "value");
  private static final long MILLIS = 1_000;
  private static final long NANOS = 1_000_000_007;

  private final Registry registry;
  private final OutputCodec codec;

  SchemaTrial(Registry registry, OutputCodec codec) {
    this.registry = registry;
    this.codec = codec;
  }

  /**
   * @throws RegistryFailure if what comes back is not what was written, or nothing does
   */
  void run(OutputTopics topics) {
    try (ValueFields reader = new ValueFields(registry)) {
      String decisions = topics.decisions().name();
      String red = topics.red().name();
      String edges = topics.edges().name();
      GenericRecord decision = new DecisionForm().record(decision());
      hold(reader, decisions, decision, codec.decision(decisions, decision()));
      hold(reader, red, new RedPointForm().record(point()), codec.red(red, point()));
      hold(reader, edges, new EdgePointForm().record(edge()), codec.edge(edges, edge()));
      if (topics.alerts().isPresent()) {
        String alerts = topics.alerts().get().name();
        hold(reader, alerts, new AlertForm().record(alert()), codec.alert(alerts, alert()));
      }
      if (topics.criticalPath().isPresent()) {
        String paths = topics.criticalPath().get().name();
        hold(reader, paths, new CriticalPathForm().record(path()), codec.path(paths, path()));
      }
      if (topics.errors().isPresent()) {
        String errors = topics.errors().get().name();
        hold(reader, errors, new ErrorPointForm().record(error()), codec.error(errors, error()));
      }
    } catch (IOException noJson) {
      throw new UncheckedIOException(noJson);
    }
  }

  private void hold(ValueFields reader, String topic, GenericRecord written, byte[] spelled)
      throws IOException {
    if (!ValueFields.fields(written).equals(reader.of(topic, spelled))) {
      throw registry.failure(
          "has another schema for " + topic,
          new IllegalStateException("what is written with it is read as something else"));
    }
  }

  private static Decision decision() {
    Basis basis = Basis.ofTraceId(TRACE.low());
    List<Match> matches =
        List.of(new Match("rest", Threshold.parse("8"), 11), new Match("none", Threshold.NEVER));
    return new Decision(
        TRACE,
        1,
        new Verdict(true, Threshold.parse("7"), Threshold.parse("6"), basis, "set", "one", matches),
        CloseReason.IDLE,
        2,
        3,
        "root service",
        "root name",
        NANOS,
        NANOS + 1,
        false,
        4,
        5,
        true);
  }

  private static RedPoint point() {
    RedSum sum = RedSum.of(6, 7, NANOS, NANOS + 2, NANOS + 3);
    sum.durations().add(NANOS, 8);
    sum.durations().add(NANOS * 2, 2);
    sum.durations().add(NANOS * 4, 1);
    sum.durations().addZeros(9);
    sum.addExemplar(TRACE, 1);
    RedSeries series =
        new RedSeries(MILLIS, "service", "name", SpanKind.SERVER, StatusCode.ERROR, DIMENSIONS);
    return new RedPoint(series, MILLIS + 1, sum);
  }

  private static ErrorPoint error() {
    ErrorSum sum = new ErrorSum();
    sum.addErrors(3, 1L << Threshold.WEIGHT_FRACTION_BITS);
    sum.addExceptions(4);
    sum.addSeen(
        NANOS,
        NANOS + 1,
        new ErrorGroup("type", "template", "service", "span", "language", List.of("frame")));
    sum.entries().add(new ErrorEntry("entry service", "operation"), 5);
    sum.callers().add("caller", 6);
    sum.addExample(TRACE);
    return new ErrorPoint(new ErrorSeries(MILLIS, 7), MILLIS + 1, sum, NANOS - 1, true);
  }

  private static EdgePoint edge() {
    EdgeSum sum = new EdgeSum();
    sum.addCalls(8, 1, true, true);
    sum.addCalls(-1, 3, true, false);
    sum.addCalls(-2, 7, false, true);
    sum.addClientDuration(1, NANOS);
    sum.addServerDuration(1, NANOS * 2);
    Edge edge = new Edge(MILLIS, "client", "server", ConnectionType.DATABASE, DIMENSIONS);
    return new EdgePoint(edge, MILLIS + 1, sum);
  }

  private static Alert alert() {
    Alert.Evidence evidence =
        new Alert.Evidence(
            1.5,
            2.5,
            3.5,
            4,
            List.of(new Alert.Window(MILLIS, 5.5, 6.5, 7, 8)),
            new Alert.Contributor("contributing service", "contributing operation", 0.5),
            new Alert.TopError("failing service", "fingerprint", "type", "message", 9),
            List.of(TRACE));
    return new Alert(
        "objective",
        Alert.Kind.ERROR_RATE,
        new AlertTarget.Call("client", "server"),
        "severity",
        Alert.State.RESOLVED,
        MILLIS,
        MILLIS + 1,
        MILLIS + 2,
        evidence,
        "summary");
  }

  private static PathPartPoint path() {
    SelfTimes times = SelfTimes.of(12, NANOS);
    times.times().add(NANOS, 12);
    times.examples().add(TRACE.high(), TRACE.low(), 1);
    PathContributor contributor =
        new PathContributor("part service", "part name", SpanKind.CLIENT, "peer");
    PathShare share = new PathShare(contributor, 0.5, times);
    PathEntry entry = new PathEntry(MILLIS, "entry service", "entry name", DIMENSIONS);
    return new PathPartPoint(
        new PathPoint(entry, MILLIS + 1, 13, NANOS + 4, List.of(share)), share);
  }
}
