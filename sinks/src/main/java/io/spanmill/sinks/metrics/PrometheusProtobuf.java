package io.spanmill.sinks.metrics;

import static io.spanmill.wire.ProtoReader.FIXED64;
import static io.spanmill.wire.ProtoReader.LEN;
import static io.spanmill.wire.ProtoReader.VARINT;
import static io.spanmill.wire.ProtoReader.tag;

import io.spanmill.wire.ProtoWriter;
import java.util.List;

/**
 * Metrics as delimited {@code io.prometheus.client.MetricFamily} messages of <a
 * href="https://github.com/prometheus/client_model/blob/master/io/prometheus/client/metrics.proto">
 * Prometheus' data model</a>: durations in classic and in native buckets, with exemplars.
 */
public final class PrometheusProtobuf {
  /** What whoever wants this asks for. */
  public static final String ACCEPTED = "application/vnd.google.protobuf";

  /** What it is, for HTTP. */
  public static final String CONTENT_TYPE =
      ACCEPTED + "; proto=io.prometheus.client.MetricFamily; encoding=delimited";

  // MetricFamily
  private static final int NAME = tag(1, LEN);
  private static final int HELP = tag(2, LEN);
  private static final int TYPE = tag(3, VARINT);
  private static final int METRIC = tag(4, LEN);
  private static final int TYPE_COUNTER = 0;
  private static final int TYPE_HISTOGRAM = 4;

  // Metric, LabelPair, Counter
  private static final int LABEL = tag(1, LEN);
  private static final int LABEL_NAME = tag(1, LEN);
  private static final int LABEL_VALUE = tag(2, LEN);
  private static final int COUNTER = tag(3, LEN);
  private static final int HISTOGRAM = tag(7, LEN);
  private static final int COUNTER_VALUE = tag(1, FIXED64);

  // Histogram
  private static final int COUNT = tag(1, VARINT);
  private static final int SUM = tag(2, FIXED64);
  private static final int BUCKET = tag(3, LEN);
  private static final int SCHEMA = tag(5, VARINT);
  private static final int ZERO_THRESHOLD = tag(6, FIXED64);
  private static final int ZERO_COUNT = tag(7, VARINT);
  private static final int SPAN = tag(12, LEN);
  private static final int DELTAS = tag(13, LEN);
  private static final int EXEMPLARS = tag(16, LEN);

  // Bucket, BucketSpan, Exemplar
  private static final int BELOW = tag(1, VARINT);
  private static final int BORDER = tag(2, FIXED64);
  private static final int OFFSET = tag(1, VARINT);
  private static final int LENGTH = tag(2, VARINT);
  private static final int EXAMPLE_LABEL = tag(1, LEN);
  private static final int EXAMPLE_VALUE = tag(2, FIXED64);
  private static final int EXAMPLE_TIME = tag(3, LEN);
  private static final int SECONDS = tag(1, VARINT);

  /** Below every duration: the bucket of zeros holds nothing else. */
  private static final double NEXT_TO_NOTHING = 1e-128;

  private static final long MILLIS_PER_SECOND = 1000;

  private final long nowMillis;
  private final ProtoWriter out = new ProtoWriter(64 * 1024);
  private final ProtoWriter one = new ProtoWriter(64 * 1024);

  private PrometheusProtobuf(long nowMillis) {
    this.nowMillis = nowMillis;
  }

  /**
   * @param nowMillis when exemplars are told, in milliseconds since 1970
   */
  public static byte[] of(PrometheusFamilies families, long nowMillis) {
    PrometheusProtobuf message = new PrometheusProtobuf(nowMillis);
    families.all().forEach(message::family);
    return message.out.toByteArray();
  }

  private void family(String name, List<Point> points) {
    boolean counts = points.get(0) instanceof Point.Count;
    one.clear().writeString(NAME, name).writeString(HELP, points.get(0).metric().help());
    one.writeTag(TYPE).writeVarint(counts ? TYPE_COUNTER : TYPE_HISTOGRAM);
    for (Point point : points) {
      int begin = one.beginMessage(METRIC);
      PrometheusFamilies.labels(point).forEach((label, value) -> pair(LABEL, label, value));
      if (point instanceof Point.Count count) {
        int counter = one.beginMessage(COUNTER);
        number(COUNTER_VALUE, count.value());
        one.endMessage(counter);
      } else if (point instanceof Point.Durations durations) {
        histogram(durations);
      }
      one.endMessage(begin);
    }
    out.writeVarint(one.size()).writeRaw(one.array(), 0, one.size());
  }

  private void pair(int tag, String name, String value) {
    int begin = one.beginMessage(tag);
    one.writeString(LABEL_NAME, name).writeString(LABEL_VALUE, value);
    one.endMessage(begin);
  }

  private void number(int tag, double value) {
    one.writeTag(tag).writeFixed64(Double.doubleToRawLongBits(value));
  }

  private void histogram(Point.Durations durations) {
    DurationBuckets buckets = durations.metric().buckets();
    int begin = one.beginMessage(HISTOGRAM);
    one.writeTag(COUNT).writeVarint(durations.histogram().total());
    number(SUM, buckets.of(durations.nanos()));
    classic(buckets, buckets.counts(durations.histogram()));
    nativeBuckets(durations);
    durations.examples().forEach(example -> exemplar(example, buckets));
    one.endMessage(begin);
  }

  /** The last, which has no border, is the count of all. */
  private void classic(DurationBuckets buckets, long[] counts) {
    long below = 0;
    for (int i = 0; i < buckets.borders().length; i++) {
      below += counts[i];
      int begin = one.beginMessage(BUCKET);
      one.writeTag(BELOW).writeVarint(below);
      number(BORDER, buckets.borders()[i]);
      one.endMessage(begin);
    }
  }

  /** Its bucket i holds what is up to base^i: OTLP's i − 1. */
  private void nativeBuckets(Point.Durations durations) {
    DurationBuckets.Unit unit = durations.metric().buckets().unit();
    ExponentialBuckets buckets = ExponentialBuckets.of(durations.histogram(), unit);
    one.writeTag(SCHEMA).writeZigZag(buckets.scale());
    number(ZERO_THRESHOLD, NEXT_TO_NOTHING);
    one.writeTag(ZERO_COUNT).writeVarint(durations.histogram().zeros());
    int span = one.beginMessage(SPAN);
    one.writeTag(OFFSET).writeZigZag(buckets.counts().length == 0 ? 0 : buckets.offset() + 1);
    one.writeTag(LENGTH).writeVarint(buckets.counts().length);
    one.endMessage(span);
    int deltas = one.beginMessage(DELTAS);
    long before = 0;
    for (long count : buckets.counts()) {
      one.writeZigZag(count - before);
      before = count;
    }
    one.endMessage(deltas);
  }

  private void exemplar(Point.Example example, DurationBuckets buckets) {
    int begin = one.beginMessage(EXEMPLARS);
    pair(EXAMPLE_LABEL, "trace_id", example.trace().hex());
    number(EXAMPLE_VALUE, buckets.of(example.nanos()));
    int time = one.beginMessage(EXAMPLE_TIME);
    one.writeTag(SECONDS).writeVarint(nowMillis / MILLIS_PER_SECOND);
    one.endMessage(time);
    one.endMessage(begin);
  }
}
