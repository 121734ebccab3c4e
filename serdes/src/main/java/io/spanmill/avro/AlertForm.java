package io.spanmill.avro;

import io.spanmill.model.Alert;
import io.spanmill.model.TraceId;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/** Alerts, as {@code Alert.avsc} has them. */
public final class AlertForm implements AvroForm<Alert> {
  private static final Schema SCHEMA = AvroFields.schema("Alert");
  private static final Schema WINDOW = SCHEMA.getField("windows").schema().getElementType();
  private static final Schema CONTRIBUTOR = AvroFields.present(SCHEMA, "top_contributor");
  private static final Schema ERROR = AvroFields.present(SCHEMA, "top_error");

  @Override
  public Schema schema() {
    return SCHEMA;
  }

  @Override
  public GenericRecord record(Alert alert) {
    GenericRecord out = new GenericData.Record(SCHEMA);
    out.put("objective", alert.objective());
    out.put("kind", alert.kind().label());
    out.put("target", alert.target().labels());
    out.put("severity", alert.severity());
    out.put("state", alert.state().label());
    out.put("since_unix_nano", AvroFields.nanosOfMillis(alert.sinceMillis()));
    out.put("fired_unix_nano", fired(alert));
    out.put("at_unix_nano", AvroFields.nanosOfMillis(alert.atMillis()));
    putEvidence(alert.evidence(), out);
    out.put("summary", alert.summary());
    return out;
  }

  private static @Nullable Long fired(Alert alert) {
    return alert.firedMillis() == Alert.NOT_YET
        ? null
        : Long.valueOf(AvroFields.nanosOfMillis(alert.firedMillis()));
  }

  private static void putEvidence(Alert.Evidence evidence, GenericRecord out) {
    out.put("value", evidence.value());
    out.put("threshold", evidence.threshold());
    out.put("baseline", evidence.baseline());
    out.put("calls", evidence.calls());
    out.put("windows", evidence.windows().stream().map(AlertForm::window).toList());
    out.put("top_contributor", contributor(evidence.topContributor()));
    out.put("top_error", error(evidence.topError()));
    List<String> examples = evidence.examples().stream().map(TraceId::hex).toList();
    out.put("example_trace_ids", examples);
  }

  private static GenericRecord window(Alert.Window window) {
    GenericRecord out = new GenericData.Record(WINDOW);
    out.put("seconds", AvroFields.secondsOfMillis(window.lengthMillis()));
    out.put("value", window.value());
    out.put("threshold", window.threshold());
    out.put("calls", window.calls());
    out.put("bad", window.bad());
    return out;
  }

  private static @Nullable GenericRecord contributor(Alert.@Nullable Contributor top) {
    if (top == null) {
      return null;
    }
    GenericRecord out = new GenericData.Record(CONTRIBUTOR);
    out.put("service", top.service());
    out.put("operation", top.operation());
    out.put("share", top.share());
    return out;
  }

  private static @Nullable GenericRecord error(Alert.@Nullable TopError top) {
    if (top == null) {
      return null;
    }
    GenericRecord out = new GenericData.Record(ERROR);
    out.put("service", top.service());
    out.put("fingerprint", top.fingerprint());
    out.put("type", top.type());
    out.put("message", top.message());
    out.put("count", top.count());
    return out;
  }
}
