package io.spanmill.sinks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.spanmill.model.Alert;
import io.spanmill.model.Edge;
import io.spanmill.model.ErrorSeries;
import io.spanmill.model.PathContributor;
import io.spanmill.model.PathEntry;
import io.spanmill.model.PathPart;
import io.spanmill.model.RedSeries;
import io.spanmill.model.TraceId;

/**
 * Keys of output topics. Compaction compares them byte for byte, so each has exactly one spelling:
 * a trace id is 32 lower-case hex digits, the others are JSON arrays.
 *
 * <pre>
 * [window_start_unix_nano, service, span_name, span_kind, status_code, {dimension: value …}]
 * [window_start_unix_nano, client, server, connection_type]
 * [window_start_unix_nano, "", "", connection_type, {dimension: value …}]   of edges beyond the limit
 * [since_unix_nano, objective, severity, {label: value …}]
 * [window_start_unix_nano, entry_service, entry_operation, service, operation, kind, peer]
 * [… the same, {dimension: value …}]                    of what is beyond a limit of critical paths
 * [window_start_unix_nano, fingerprint]
 * [window_start_unix_nano, "", {dimension: value …}]   of groups of errors beyond the limit
 * </pre>
 */
final class JsonKeys {
  private static final String NANOS_OF_MILLI = "000000";

  private JsonKeys() {}

  static byte[] traceId(TraceId id) {
    return id.hex().getBytes(US_ASCII);
  }

  static byte[] series(RedSeries series) {
    return JsonText.text(
        json -> {
          json.out().writeStartArray();
          json.out().writeString(series.windowStartMillis() + NANOS_OF_MILLI);
          json.out().writeString(series.service());
          json.out().writeString(series.spanName());
          json.out().writeString(series.kind().otlpName());
          json.out().writeString(series.status().otlpName());
          json.texts(series.dimensions());
          json.out().writeEndArray();
        });
  }

  static byte[] error(ErrorSeries error) {
    return JsonText.text(
        json -> {
          json.out().writeStartArray();
          json.out().writeString(error.windowStartMillis() + NANOS_OF_MILLI);
          json.out().writeString(error.fingerprintHex());
          if (error.isOverflow()) {
            json.texts(error.dimensions());
          }
          json.out().writeEndArray();
        });
  }

  static byte[] edge(Edge edge) {
    return JsonText.text(
        json -> {
          json.out().writeStartArray();
          json.out().writeString(edge.windowStartMillis() + NANOS_OF_MILLI);
          json.out().writeString(edge.client());
          json.out().writeString(edge.server());
          json.out().writeString(edge.type().label());
          if (!edge.dimensions().isEmpty()) {
            json.texts(edge.dimensions());
          }
          json.out().writeEndArray();
        });
  }

  static byte[] alert(Alert alert) {
    return JsonText.text(
        json -> {
          json.out().writeStartArray();
          json.out().writeString(alert.sinceMillis() + NANOS_OF_MILLI);
          json.out().writeString(alert.objective());
          json.out().writeString(alert.severity());
          json.texts(alert.target().labels());
          json.out().writeEndArray();
        });
  }

  static byte[] path(PathPart part) {
    return JsonText.text(
        json -> {
          PathEntry entry = part.entry();
          PathContributor contributor = part.contributor();
          json.out().writeStartArray();
          json.out().writeString(entry.windowStartMillis() + NANOS_OF_MILLI);
          json.out().writeString(entry.service());
          json.out().writeString(entry.operation());
          json.out().writeString(contributor.service());
          json.out().writeString(contributor.operation());
          json.out().writeString(contributor.kind().otlpName());
          json.out().writeString(contributor.peer());
          if (!part.dimensions().isEmpty()) {
            json.texts(part.dimensions());
          }
          json.out().writeEndArray();
        });
  }
}
