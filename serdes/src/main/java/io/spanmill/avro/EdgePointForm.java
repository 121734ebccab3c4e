package io.spanmill.avro;

import io.spanmill.model.Edge;
import io.spanmill.model.EdgePoint;
import io.spanmill.model.EdgeSum;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;

/** Edges, as {@code EdgePoint.avsc} has them. */
public final class EdgePointForm implements AvroForm<EdgePoint> {
  private static final Schema SCHEMA = AvroFields.schema("EdgePoint");

  @Override
  public Schema schema() {
    return SCHEMA;
  }

  @Override
  public GenericRecord record(EdgePoint point) {
    GenericRecord out = new GenericData.Record(SCHEMA);
    Edge edge = point.edge();
    out.put("window_start_unix_nano", AvroFields.nanosOfMillis(edge.windowStartMillis()));
    out.put("window_seconds", AvroFields.secondsOfMillis(point.windowMillis()));
    out.put("client", edge.client());
    out.put("server", edge.server());
    out.put("connection_type", edge.type().label());
    out.put("dimensions", edge.dimensions());
    putSum(point.sum(), out);
    return out;
  }

  private static void putSum(EdgeSum sum, GenericRecord out) {
    out.put("calls", sum.calls());
    out.put("failed", sum.failed());
    out.put("client_errors", sum.clientErrors());
    out.put("server_errors", sum.serverErrors());
    out.put("adjusted_calls", AvroFields.count(sum.adjustedCalls()));
    out.put("client_duration_sum_seconds", AvroFields.seconds(sum.clientNanos()));
    out.put("server_duration_sum_seconds", AvroFields.seconds(sum.serverNanos()));
    out.put("client_p95_seconds", sum.clientDurations().quantile(0.95));
    out.put("server_p95_seconds", sum.serverDurations().quantile(0.95));
  }
}
