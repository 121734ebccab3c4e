package io.spanmill.sinks.metrics;

import static io.spanmill.wire.ProtoReader.FIXED64;
import static io.spanmill.wire.ProtoReader.LEN;
import static io.spanmill.wire.ProtoReader.VARINT;
import static io.spanmill.wire.ProtoReader.tag;

import io.spanmill.model.Overflow;
import io.spanmill.model.Total;
import io.spanmill.model.Totals;
import io.spanmill.model.TraceId;
import io.spanmill.wire.ProtoWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Totals as an {@code ExportMetricsServiceRequest} of <a
 * href="https://github.com/open-telemetry/opentelemetry-proto/blob/v1.11.0/opentelemetry/proto/metrics/v1/metrics.proto">OTLP</a>,
 * in protobuf. Thread-safe.
 *
 * @param <K> the series
 * @param <S> the sum
 */
public final class OtlpMetrics<K, S> {
  // ExportMetricsServiceRequest, ResourceMetrics, ScopeMetrics
  private static final int RESOURCE_METRICS = tag(1, LEN);
  private static final int RESOURCE = tag(1, LEN);
  private static final int RESOURCE_ATTRIBUTES = tag(1, LEN);
  private static final int SCOPE_METRICS = tag(2, LEN);
  private static final int SCOPE = tag(1, LEN);
  private static final int SCOPE_NAME = tag(1, LEN);
  private static final int METRICS = tag(2, LEN);

  // Metric
  private static final int NAME = tag(1, LEN);
  private static final int DESCRIPTION = tag(2, LEN);
  private static final int UNIT = tag(3, LEN);
  private static final int SUM = tag(7, LEN);
  private static final int HISTOGRAM = tag(9, LEN);
  private static final int EXPONENTIAL = tag(10, LEN);

  // Sum, Histogram, ExponentialHistogram
  private static final int DATA_POINTS = tag(1, LEN);
  private static final int TEMPORALITY = tag(2, VARINT);
  private static final int MONOTONIC = tag(3, VARINT);
  private static final int DELTA = 1;
  private static final int CUMULATIVE = 2;

  // in all data points
  private static final int START = tag(2, FIXED64);
  private static final int TIME = tag(3, FIXED64);

  // NumberDataPoint
  private static final int NUMBER_ATTRIBUTES = tag(7, LEN);
  private static final int AS_DOUBLE = tag(4, FIXED64);

  // HistogramDataPoint
  private static final int COUNT = tag(4, FIXED64);
  private static final int TOTAL = tag(5, FIXED64);
  private static final int BUCKETS = tag(6, LEN);
  private static final int BORDERS = tag(7, LEN);
  private static final int EXEMPLARS = tag(8, LEN);
  private static final int ATTRIBUTES = tag(9, LEN);

  // ExponentialHistogramDataPoint
  private static final int EXPONENTIAL_ATTRIBUTES = tag(1, LEN);
  private static final int SCALE = tag(6, VARINT);
  private static final int ZEROS = tag(7, FIXED64);
  private static final int POSITIVE = tag(8, LEN);
  private static final int EXPONENTIAL_EXEMPLARS = tag(11, LEN);
  private static final int OFFSET = tag(1, VARINT);
  private static final int COUNTS = tag(2, LEN);

  // Exemplar
  private static final int EXEMPLAR_TIME = tag(2, FIXED64);
  private static final int EXEMPLAR_VALUE = tag(3, FIXED64);
  private static final int EXEMPLAR_TRACE = tag(5, LEN);

  // KeyValue, AnyValue
  private static final int KEY = tag(1, LEN);
  private static final int VALUE = tag(2, LEN);
  private static final int TEXT = tag(1, LEN);
  private static final int BOOL = tag(2, VARINT);

  private static final long NANOS_PER_MILLI = 1_000_000;

  /** How histograms are told. */
  public enum Histograms {
    EXPLICIT,
    EXPONENTIAL
  }

  private final String scope;
  private final Histograms histograms;
  private final Function<K, Map<String, String>> resources;
  private final Function<Total<K, S>, List<Point>> points;

  /**
   * @param scope the name of the instrumentation scope
   * @param resources whose series it is, as attributes of a resource; empty of nobody's
   */
  public OtlpMetrics(
      String scope,
      Histograms histograms,
      Function<K, Map<String, String>> resources,
      Function<Total<K, S>, List<Point>> points) {
    this.scope = scope;
    this.histograms = histograms;
    this.resources = resources;
    this.points = points;
  }

  /** All of them, by resource and metric. */
  public byte[] toBytes(Totals<K, S> totals) {
    Map<Map<String, String>, Map<Metric, List<Point>>> byResource = new LinkedHashMap<>();
    totals
        .all()
        .forEach(
            total -> {
              Map<Metric, List<Point>> metrics =
                  byResource.computeIfAbsent(
                      resources.apply(total.series()), unused -> new LinkedHashMap<>());
              for (Point point : points.apply(total)) {
                metrics.computeIfAbsent(point.metric(), unused -> new ArrayList<>()).add(point);
              }
            });
    ProtoWriter out = new ProtoWriter(64 * 1024);
    byResource.forEach(
        (resource, metrics) -> {
          int begin = out.beginMessage(RESOURCE_METRICS);
          int own = out.beginMessage(RESOURCE);
          writeAttributes(RESOURCE_ATTRIBUTES, resource, out);
          out.endMessage(own);
          writeScope(metrics, totals, out);
          out.endMessage(begin);
        });
    return out.toByteArray();
  }

  private void writeScope(Map<Metric, List<Point>> metrics, Totals<K, S> totals, ProtoWriter out) {
    int begin = out.beginMessage(SCOPE_METRICS);
    int name = out.beginMessage(SCOPE);
    out.writeString(SCOPE_NAME, scope);
    out.endMessage(name);
    metrics.forEach((metric, all) -> writeMetric(metric, all, totals, out));
    out.endMessage(begin);
  }

  private void writeMetric(Metric metric, List<Point> all, Totals<K, S> totals, ProtoWriter out) {
    int begin = out.beginMessage(METRICS);
    out.writeString(NAME, metric.name());
    out.writeString(DESCRIPTION, metric.help()).writeString(UNIT, metric.unit());
    boolean counts = all.get(0) instanceof Point.Count;
    boolean explicit = histograms == Histograms.EXPLICIT;
    int data = out.beginMessage(counts ? SUM : explicit ? HISTOGRAM : EXPONENTIAL);
    long nanos = totals.millis() * NANOS_PER_MILLI;
    for (Point point : all) {
      int one = out.beginMessage(DATA_POINTS);
      if (point instanceof Point.Count count) {
        writeAttributes(NUMBER_ATTRIBUTES, count.labels(), out);
        writeTimes(point, nanos, out);
        writeDouble(AS_DOUBLE, count.value(), out);
      } else if (point instanceof Point.Durations durations) {
        if (explicit) {
          writeExplicit(durations, nanos, out);
        } else {
          writeExponential(durations, nanos, out);
        }
      }
      out.endMessage(one);
    }
    out.writeTag(TEMPORALITY).writeVarint(totals.delta() ? DELTA : CUMULATIVE);
    if (counts) {
      out.writeTag(MONOTONIC).writeVarint(1);
    }
    out.endMessage(data);
    out.endMessage(begin);
  }

  private static void writeTimes(Point point, long nanos, ProtoWriter out) {
    out.writeTag(START).writeFixed64(point.startMillis() * NANOS_PER_MILLI);
    out.writeTag(TIME).writeFixed64(nanos);
  }

  private static void writeDouble(int tag, double value, ProtoWriter out) {
    out.writeTag(tag).writeFixed64(Double.doubleToRawLongBits(value));
  }

  private static void writeExplicit(Point.Durations durations, long nanos, ProtoWriter out) {
    DurationBuckets buckets = durations.metric().buckets();
    writeTimes(durations, nanos, out);
    out.writeTag(COUNT).writeFixed64(durations.histogram().total());
    writeDouble(TOTAL, buckets.of(durations.nanos()), out);
    int begin = out.beginMessage(BUCKETS);
    for (long count : buckets.counts(durations.histogram())) {
      out.writeFixed64(count);
    }
    out.endMessage(begin);
    begin = out.beginMessage(BORDERS);
    for (double border : buckets.borders()) {
      out.writeFixed64(Double.doubleToRawLongBits(border));
    }
    out.endMessage(begin);
    writeExemplars(EXEMPLARS, durations, nanos, out);
    writeAttributes(ATTRIBUTES, durations.labels(), out);
  }

  private static void writeExponential(Point.Durations durations, long nanos, ProtoWriter out) {
    DurationBuckets.Unit unit = durations.metric().buckets().unit();
    ExponentialBuckets buckets = ExponentialBuckets.of(durations.histogram(), unit);
    writeAttributes(EXPONENTIAL_ATTRIBUTES, durations.labels(), out);
    writeTimes(durations, nanos, out);
    out.writeTag(COUNT).writeFixed64(durations.histogram().total());
    writeDouble(TOTAL, durations.metric().buckets().of(durations.nanos()), out);
    out.writeTag(SCALE).writeZigZag(buckets.scale());
    out.writeTag(ZEROS).writeFixed64(durations.histogram().zeros());
    int positive = out.beginMessage(POSITIVE);
    out.writeTag(OFFSET).writeZigZag(buckets.offset());
    int counts = out.beginMessage(COUNTS);
    for (long count : buckets.counts()) {
      out.writeVarint(count);
    }
    out.endMessage(counts);
    out.endMessage(positive);
    writeExemplars(EXPONENTIAL_EXEMPLARS, durations, nanos, out);
  }

  private static void writeExemplars(
      int tag, Point.Durations durations, long nanos, ProtoWriter out) {
    for (Point.Example example : durations.examples()) {
      int begin = out.beginMessage(tag);
      out.writeTag(EXEMPLAR_TIME).writeFixed64(nanos);
      writeDouble(EXEMPLAR_VALUE, durations.metric().buckets().of(example.nanos()), out);
      TraceId trace = example.trace();
      out.writeTag(EXEMPLAR_TRACE).writeVarint(2 * Long.BYTES);
      out.writeFixed64(Long.reverseBytes(trace.high()));
      out.writeFixed64(Long.reverseBytes(trace.low()));
      out.endMessage(begin);
    }
  }

  private static void writeAttributes(int tag, Map<String, String> labels, ProtoWriter out) {
    labels.forEach(
        (name, text) -> {
          int begin = out.beginMessage(tag);
          out.writeString(KEY, name);
          int value = out.beginMessage(VALUE);
          if (name.equals(Overflow.ATTRIBUTE)) {
            out.writeTag(BOOL).writeVarint(1);
          } else {
            out.writeString(TEXT, text);
          }
          out.endMessage(value);
          out.endMessage(begin);
        });
  }
}
