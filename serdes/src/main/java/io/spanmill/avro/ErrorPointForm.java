package io.spanmill.avro;

import io.spanmill.model.ErrorEntry;
import io.spanmill.model.ErrorPoint;
import io.spanmill.model.TraceId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/** A point of errors after {@code ErrorPoint.avsc}. */
public final class ErrorPointForm implements AvroForm<ErrorPoint> {
  private static final Schema SCHEMA = AvroFields.schema("ErrorPoint");
  private static final Schema ENTRY = SCHEMA.getField("entry").schema().getTypes().get(1);
  private static final Schema COUNTED = SCHEMA.getField("entries").schema().getElementType();

  @Override
  public Schema schema() {
    return SCHEMA;
  }

  @Override
  public GenericRecord record(ErrorPoint point) {
    GenericRecord out = new GenericData.Record(SCHEMA);
    out.put("window_start_unix_nano", AvroFields.nanosOfMillis(point.series().windowStartMillis()));
    out.put("window_seconds", AvroFields.secondsOfMillis(point.windowMillis()));
    out.put("fingerprint", point.series().fingerprintHex());
    out.put("dimensions", point.series().dimensions());
    out.put("type", point.group().type());
    out.put("message_template", point.group().messageTemplate());
    out.put("service", point.group().service());
    out.put("span_name", point.group().spanName());
    out.put("language", point.group().language());
    out.put("count", point.sum().count());
    out.put("exceptions", point.sum().exceptions());
    out.put("adjusted_count", AvroFields.count(point.sum().adjustedCount().saturated()));
    out.put("first_seen", point.firstSeenNanos());
    out.put("last_seen", point.sum().lastNanos());
    out.put("new", point.isNew());
    out.put("entry", entry(point.entry()));
    out.put("entries", entries(point));
    out.put("origin", point.group().service());
    out.put("callers", point.sum().callers().things());
    out.put("stack", point.group().stack());
    out.put("example_trace_ids", point.sum().examples().stream().map(TraceId::hex).toList());
    return out;
  }

  private static @Nullable GenericRecord entry(@Nullable ErrorEntry entry) {
    if (entry == null) {
      return null;
    }
    GenericRecord out = new GenericData.Record(ENTRY);
    out.put("service", entry.service());
    out.put("operation", entry.operation());
    return out;
  }

  private static List<GenericRecord> entries(ErrorPoint point) {
    List<GenericRecord> all = new ArrayList<>();
    for (Map.Entry<ErrorEntry, Long> entry : point.sum().entries().byFrequency()) {
      GenericRecord out = new GenericData.Record(COUNTED);
      out.put("service", entry.getKey().service());
      out.put("operation", entry.getKey().operation());
      out.put("count", entry.getValue());
      all.add(out);
    }
    return all;
  }
}
