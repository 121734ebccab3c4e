package io.spanmill.sinks;

import com.fasterxml.jackson.core.JsonGenerator;
import io.spanmill.model.Alert;
import io.spanmill.model.Decision;
import io.spanmill.model.Edge;
import io.spanmill.model.EdgePoint;
import io.spanmill.model.EdgeSum;
import io.spanmill.model.ErrorEntry;
import io.spanmill.model.ErrorGroup;
import io.spanmill.model.ErrorPoint;
import io.spanmill.model.Histogram;
import io.spanmill.model.PathContributor;
import io.spanmill.model.PathEntry;
import io.spanmill.model.PathPartPoint;
import io.spanmill.model.RedPoint;
import io.spanmill.model.RedSeries;
import io.spanmill.model.RedSum;
import io.spanmill.model.SelfTimes;
import io.spanmill.model.TraceId;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Decisions, RED, edges, critical paths and errors as JSON objects; docs/formats.md names every
 * field. Thread-safe.
 */
public final class JsonCodec implements OutputCodec {
  @Override
  public byte[] decision(String topic, Decision decision) {
    return DecisionJson.of(decision);
  }

  @Override
  public byte[] red(String topic, RedPoint point) {
    return JsonText.object(
        json -> {
          RedSeries series = point.series();
          json.window(series.windowStartMillis(), point.windowMillis());
          writeSeries(series, json);
          writeSum(point.sum(), json);
        });
  }

  private static void writeSeries(RedSeries series, JsonText json) throws IOException {
    JsonGenerator out = json.out();
    out.writeStringField("service", series.service());
    out.writeStringField("span_name", series.spanName());
    out.writeStringField("span_kind", series.kind().otlpName());
    out.writeStringField("status_code", series.status().otlpName());
    out.writeFieldName("dimensions");
    json.texts(series.dimensions());
  }

  private static void writeSum(RedSum sum, JsonText json) throws IOException {
    JsonGenerator out = json.out();
    out.writeNumberField("calls", sum.calls());
    json.adjusted("adjusted_calls", sum.adjustedCalls());
    json.seconds("duration_sum_seconds", sum.durationNanos());
    json.seconds("duration_min_seconds", sum.minNanos());
    json.seconds("duration_max_seconds", sum.maxNanos());
    json.seconds("p50_seconds", sum.durations().quantile(0.50));
    json.seconds("p95_seconds", sum.durations().quantile(0.95));
    json.seconds("p99_seconds", sum.durations().quantile(0.99));
    writeHistogram(sum.durations(), out);
    out.writeArrayFieldStart("exemplars");
    for (TraceId exemplar : sum.exemplars()) {
      out.writeString(exemplar.hex());
    }
    out.writeEndArray();
  }

  private static void writeHistogram(Histogram histogram, JsonGenerator out) throws IOException {
    out.writeObjectFieldStart("histogram");
    out.writeNumberField("scale", Histogram.SCALE);
    out.writeNumberField("zero_count", histogram.zeros());
    out.writeNumberField("offset", histogram.offset());
    long[] counts = histogram.counts();
    out.writeFieldName("counts");
    out.writeArray(counts, 0, counts.length);
    out.writeEndObject();
  }

  @Override
  public byte[] edge(String topic, EdgePoint point) {
    return JsonText.object(
        json -> {
          Edge edge = point.edge();
          json.window(edge.windowStartMillis(), point.windowMillis());
          json.out().writeStringField("client", edge.client());
          json.out().writeStringField("server", edge.server());
          json.out().writeStringField("connection_type", edge.type().label());
          if (!edge.dimensions().isEmpty()) {
            json.out().writeFieldName("dimensions");
            json.texts(edge.dimensions());
          }
          writeSum(point.sum(), json);
        });
  }

  @Override
  public byte[] alert(String topic, Alert alert) {
    return JsonText.object(json -> AlertJson.write(alert, json));
  }

  @Override
  public byte[] path(String topic, PathPartPoint point) {
    return JsonText.object(
        json -> {
          PathEntry entry = point.whole().entry();
          PathContributor contributor = point.share().contributor();
          json.window(entry.windowStartMillis(), point.whole().windowMillis());
          json.out().writeStringField("entry_service", entry.service());
          json.out().writeStringField("entry_operation", entry.operation());
          json.out().writeStringField("service", contributor.service());
          json.out().writeStringField("operation", contributor.operation());
          json.out().writeStringField("kind", contributor.kind().otlpName());
          json.out().writeStringField("peer", contributor.peer());
          if (!point.part().dimensions().isEmpty()) {
            json.out().writeFieldName("dimensions");
            json.texts(point.part().dimensions());
          }
          writeShare(point, json);
        });
  }

  private static void writeShare(PathPartPoint point, JsonText json) throws IOException {
    SelfTimes times = point.share().times();
    json.number("share", point.share().share());
    json.seconds("seconds", times.nanos());
    json.out().writeNumberField("calls", times.calls());
    json.seconds("p95_seconds", times.times().quantile(0.95));
    json.out().writeNumberField("entry_traces", point.whole().traces());
    json.seconds("entry_seconds", point.whole().nanos());
    json.out().writeArrayFieldStart("example_trace_ids");
    for (TraceId example : times.examples().ids()) {
      json.out().writeString(example.hex());
    }
    json.out().writeEndArray();
  }

  @Override
  public byte[] error(String topic, ErrorPoint point) {
    return JsonText.object(
        json -> {
          json.window(point.series().windowStartMillis(), point.windowMillis());
          json.out().writeStringField("fingerprint", point.series().fingerprintHex());
          if (point.series().isOverflow()) {
            json.out().writeFieldName("dimensions");
            json.texts(point.series().dimensions());
          }
          writeGroup(point.group(), json.out());
          writeCounts(point, json);
          writeWay(point, json.out());
          writeTexts("stack", point.group().stack(), json.out());
          writeTexts(
              "example_trace_ids",
              point.sum().examples().stream().map(TraceId::hex).toList(),
              json.out());
        });
  }

  private static void writeGroup(ErrorGroup group, JsonGenerator out) throws IOException {
    out.writeStringField("type", group.type());
    out.writeStringField("message_template", group.messageTemplate());
    out.writeStringField("service", group.service());
    out.writeStringField("span_name", group.spanName());
    out.writeStringField("language", group.language());
  }

  private static void writeCounts(ErrorPoint point, JsonText json) throws IOException {
    json.out().writeNumberField("count", point.sum().count());
    json.out().writeNumberField("exceptions", point.sum().exceptions());
    json.adjusted("adjusted_count", point.sum().adjustedCount().saturated());
    json.nanosSince1970("first_seen", point.firstSeenNanos());
    json.nanosSince1970("last_seen", point.sum().lastNanos());
    json.out().writeBooleanField("new", point.isNew());
  }

  private static void writeWay(ErrorPoint point, JsonGenerator out) throws IOException {
    ErrorEntry entry = point.entry();
    if (entry == null) {
      out.writeNullField("entry");
    } else {
      out.writeObjectFieldStart("entry");
      writeEntry(entry, out);
      out.writeEndObject();
    }
    out.writeArrayFieldStart("entries");
    for (Map.Entry<ErrorEntry, Long> one : point.sum().entries().byFrequency()) {
      out.writeStartObject();
      writeEntry(one.getKey(), out);
      out.writeNumberField("count", one.getValue());
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeStringField("origin", point.group().service());
    writeTexts("callers", point.sum().callers().things(), out);
  }

  private static void writeEntry(ErrorEntry entry, JsonGenerator out) throws IOException {
    out.writeStringField("service", entry.service());
    out.writeStringField("operation", entry.operation());
  }

  private static void writeTexts(String field, List<String> texts, JsonGenerator out)
      throws IOException {
    out.writeArrayFieldStart(field);
    for (String text : texts) {
      out.writeString(text);
    }
    out.writeEndArray();
  }

  private static void writeSum(EdgeSum sum, JsonText json) throws IOException {
    JsonGenerator out = json.out();
    out.writeNumberField("calls", sum.calls());
    out.writeNumberField("failed", sum.failed());
    out.writeNumberField("client_errors", sum.clientErrors());
    out.writeNumberField("server_errors", sum.serverErrors());
    json.adjusted("adjusted_calls", sum.adjustedCalls());
    json.seconds("client_duration_sum_seconds", sum.clientNanos());
    json.seconds("server_duration_sum_seconds", sum.serverNanos());
    json.seconds("client_p95_seconds", sum.clientDurations().quantile(0.95));
    json.seconds("server_p95_seconds", sum.serverDurations().quantile(0.95));
  }
}
