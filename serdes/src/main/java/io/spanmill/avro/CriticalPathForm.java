package io.spanmill.avro;

import io.spanmill.model.PathContributor;
import io.spanmill.model.PathPartPoint;
import io.spanmill.model.PathPoint;
import io.spanmill.model.SelfTimes;
import io.spanmill.model.TraceId;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;

/** Contributors to critical paths, as {@code CriticalPath.avsc} has them. */
public final class CriticalPathForm implements AvroForm<PathPartPoint> {
  private static final Schema SCHEMA = AvroFields.schema("CriticalPath");

  @Override
  public Schema schema() {
    return SCHEMA;
  }

  @Override
  public GenericRecord record(PathPartPoint point) {
    GenericRecord out = new GenericData.Record(SCHEMA);
    PathPoint whole = point.whole();
    long start = whole.entry().windowStartMillis();
    out.put("window_start_unix_nano", AvroFields.nanosOfMillis(start));
    out.put("window_seconds", AvroFields.secondsOfMillis(whole.windowMillis()));
    out.put("entry_service", whole.entry().service());
    out.put("entry_operation", whole.entry().operation());
    putContributor(point.share().contributor(), out);
    out.put("dimensions", point.part().dimensions());
    out.put("share", point.share().share());
    putTimes(point.share().times(), out);
    out.put("entry_traces", whole.traces());
    out.put("entry_seconds", AvroFields.seconds(whole.nanos()));
    return out;
  }

  private static void putContributor(PathContributor contributor, GenericRecord out) {
    out.put("service", contributor.service());
    out.put("operation", contributor.operation());
    out.put("kind", contributor.kind().otlpName());
    out.put("peer", contributor.peer());
  }

  private static void putTimes(SelfTimes times, GenericRecord out) {
    out.put("seconds", AvroFields.seconds(times.nanos()));
    out.put("calls", times.calls());
    out.put("p95_seconds", times.times().quantile(0.95));
    out.put("example_trace_ids", times.examples().ids().stream().map(TraceId::hex).toList());
  }
}
