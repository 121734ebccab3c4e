package io.spanmill.sinks;

import com.fasterxml.jackson.core.JsonGenerator;
import io.spanmill.model.Alert;
import io.spanmill.model.TraceId;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Writes alerts; docs/formats.md names every field. */
final class AlertJson {
  private AlertJson() {}

  static void write(Alert alert, JsonText json) throws IOException {
    JsonGenerator out = json.out();
    out.writeStringField("objective", alert.objective());
    out.writeStringField("kind", alert.kind().label());
    out.writeFieldName("target");
    json.texts(alert.target().labels());
    out.writeStringField("severity", alert.severity());
    out.writeStringField("state", alert.state().label());
    json.millisSince1970("since_unix_nano", alert.sinceMillis());
    if (alert.firedMillis() == Alert.NOT_YET) {
      out.writeNullField("fired_unix_nano");
    } else {
      json.millisSince1970("fired_unix_nano", alert.firedMillis());
    }
    json.millisSince1970("at_unix_nano", alert.atMillis());
    writeEvidence(alert.evidence(), json);
    out.writeStringField("summary", alert.summary());
  }

  private static void writeEvidence(Alert.Evidence evidence, JsonText json) throws IOException {
    JsonGenerator out = json.out();
    json.seconds("value", evidence.value());
    json.seconds("threshold", evidence.threshold());
    Double baseline = evidence.baseline();
    if (baseline == null) {
      out.writeNullField("baseline");
    } else {
      json.seconds("baseline", baseline);
    }
    out.writeNumberField("calls", evidence.calls());
    out.writeArrayFieldStart("windows");
    for (Alert.Window window : evidence.windows()) {
      out.writeStartObject();
      json.seconds("seconds", window.lengthMillis() * 1_000_000);
      json.seconds("value", window.value());
      json.seconds("threshold", window.threshold());
      out.writeNumberField("calls", window.calls());
      out.writeNumberField("bad", window.bad());
      out.writeEndObject();
    }
    out.writeEndArray();
    writeContributor(evidence.topContributor(), json);
    writeError(evidence.topError(), out);
    out.writeArrayFieldStart("example_trace_ids");
    for (TraceId example : evidence.examples()) {
      out.writeString(example.hex());
    }
    out.writeEndArray();
  }

  private static void writeContributor(Alert.@Nullable Contributor top, JsonText json)
      throws IOException {
    JsonGenerator out = json.out();
    if (top == null) {
      out.writeNullField("top_contributor");
      return;
    }
    out.writeObjectFieldStart("top_contributor");
    out.writeStringField("service", top.service());
    out.writeStringField("operation", top.operation());
    json.seconds("share", top.share());
    out.writeEndObject();
  }

  private static void writeError(Alert.@Nullable TopError top, JsonGenerator out)
      throws IOException {
    if (top == null) {
      out.writeNullField("top_error");
      return;
    }
    out.writeObjectFieldStart("top_error");
    out.writeStringField("service", top.service());
    out.writeStringField("fingerprint", top.fingerprint());
    out.writeStringField("type", top.type());
    out.writeStringField("message", top.message());
    out.writeNumberField("count", top.count());
    out.writeEndObject();
  }
}
