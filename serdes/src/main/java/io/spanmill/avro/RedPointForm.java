package io.spanmill.avro;

import io.spanmill.model.Histogram;
import io.spanmill.model.RedPoint;
import io.spanmill.model.RedSeries;
import io.spanmill.model.RedSum;
import io.spanmill.model.TraceId;
import java.util.Arrays;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;

/** RED metrics, as {@code RedPoint.avsc} has them. */
public final class RedPointForm implements AvroForm<RedPoint> {
  private static final Schema SCHEMA = AvroFields.schema("RedPoint");
  private static final Schema HISTOGRAM = SCHEMA.getField("histogram").schema();

  @Override
  public Schema schema() {
    return SCHEMA;
  }

  @Override
  public GenericRecord record(RedPoint point) {
    GenericRecord out = new GenericData.Record(SCHEMA);
    RedSeries series = point.series();
    out.put("window_start_unix_nano", AvroFields.nanosOfMillis(series.windowStartMillis()));
    out.put("window_seconds", AvroFields.secondsOfMillis(point.windowMillis()));
    out.put("service", series.service());
    out.put("span_name", series.spanName());
    out.put("span_kind", series.kind().otlpName());
    out.put("status_code", series.status().otlpName());
    out.put("dimensions", series.dimensions());
    putSum(point.sum(), out);
    return out;
  }

  private static void putSum(RedSum sum, GenericRecord out) {
    Histogram durations = sum.durations();
    out.put("calls", sum.calls());
    out.put("adjusted_calls", AvroFields.count(sum.adjustedCalls()));
    out.put("duration_sum_seconds", AvroFields.seconds(sum.durationNanos()));
    out.put("duration_min_seconds", AvroFields.seconds(sum.minNanos()));
    out.put("duration_max_seconds", AvroFields.seconds(sum.maxNanos()));
    out.put("p50_seconds", durations.quantile(0.50));
    out.put("p95_seconds", durations.quantile(0.95));
    out.put("p99_seconds", durations.quantile(0.99));
    out.put("histogram", histogram(durations));
    out.put("exemplars", sum.exemplars().stream().map(TraceId::hex).toList());
  }

  private static GenericRecord histogram(Histogram durations) {
    GenericRecord out = new GenericData.Record(HISTOGRAM);
    out.put("scale", Histogram.SCALE);
    out.put("zero_count", durations.zeros());
    out.put("offset", durations.offset());
    out.put("counts", Arrays.stream(durations.counts()).boxed().toList());
    return out;
  }
}
