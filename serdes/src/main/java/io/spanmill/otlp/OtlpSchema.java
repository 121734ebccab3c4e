package io.spanmill.otlp;

import static io.spanmill.otlp.OtlpType.Scalar.BASE64;
import static io.spanmill.otlp.OtlpType.Scalar.BOOL;
import static io.spanmill.otlp.OtlpType.Scalar.DOUBLE;
import static io.spanmill.otlp.OtlpType.Scalar.FIXED32;
import static io.spanmill.otlp.OtlpType.Scalar.FIXED64;
import static io.spanmill.otlp.OtlpType.Scalar.HEX;
import static io.spanmill.otlp.OtlpType.Scalar.INT64;
import static io.spanmill.otlp.OtlpType.Scalar.STRING;
import static io.spanmill.otlp.OtlpType.Scalar.UINT32;

import io.spanmill.otlp.OtlpType.Message;
import io.spanmill.otlp.OtlpType.Names;
import java.util.List;

/**
 * The messages of a trace request, version 1 of <a
 * href="https://github.com/open-telemetry/opentelemetry-proto/tree/main/opentelemetry/proto">opentelemetry-proto</a>.
 * Fields that refer to the dictionary of a profile (names with {@code Strindex}) are left out: in
 * other signals they count as absent.
 */
final class OtlpSchema {
  /** Messages (and groups) within messages: as many as protobuf's own parsers take. */
  static final int MAX_DEPTH = 100;

  private static final Message ANY_VALUE = new Message();

  static final Message KEY_VALUE =
      new Message().field(1, "key", STRING).field(2, "value", ANY_VALUE);

  static {
    ANY_VALUE
        .oneof(1, "stringValue", STRING)
        .oneof(2, "boolValue", BOOL)
        .oneof(3, "intValue", INT64)
        .oneof(4, "doubleValue", DOUBLE)
        .oneof(5, "arrayValue", new Message().repeated(1, "values", ANY_VALUE))
        .oneof(6, "kvlistValue", new Message().repeated(1, "values", KEY_VALUE))
        .oneof(7, "bytesValue", BASE64);
  }

  private static final Message ENTITY_REF =
      new Message()
          .field(1, "schemaUrl", STRING)
          .field(2, "type", STRING)
          .repeated(3, "idKeys", STRING)
          .repeated(4, "descriptionKeys", STRING);

  private static final Message RESOURCE =
      new Message()
          .repeated(1, "attributes", KEY_VALUE)
          .field(2, "droppedAttributesCount", UINT32)
          .repeated(3, "entityRefs", ENTITY_REF);

  private static final Message SCOPE =
      new Message()
          .field(1, "name", STRING)
          .field(2, "version", STRING)
          .repeated(3, "attributes", KEY_VALUE)
          .field(4, "droppedAttributesCount", UINT32);

  private static final Message EVENT =
      new Message()
          .field(1, "timeUnixNano", FIXED64)
          .field(2, "name", STRING)
          .repeated(3, "attributes", KEY_VALUE)
          .field(4, "droppedAttributesCount", UINT32);

  private static final Message LINK =
      new Message()
          .field(1, "traceId", HEX)
          .field(2, "spanId", HEX)
          .field(3, "traceState", STRING)
          .repeated(4, "attributes", KEY_VALUE)
          .field(5, "droppedAttributesCount", UINT32)
          .field(6, "flags", FIXED32);

  private static final Names SPAN_KIND =
      new Names(
          List.of(
              "SPAN_KIND_UNSPECIFIED",
              "SPAN_KIND_INTERNAL",
              "SPAN_KIND_SERVER",
              "SPAN_KIND_CLIENT",
              "SPAN_KIND_PRODUCER",
              "SPAN_KIND_CONSUMER"));

  private static final Names STATUS_CODE =
      new Names(List.of("STATUS_CODE_UNSET", "STATUS_CODE_OK", "STATUS_CODE_ERROR"));

  private static final Message STATUS =
      new Message().field(2, "message", STRING).field(3, "code", STATUS_CODE);

  private static final Message SPAN =
      new Message()
          .field(1, "traceId", HEX)
          .field(2, "spanId", HEX)
          .field(3, "traceState", STRING)
          .field(4, "parentSpanId", HEX)
          .field(5, "name", STRING)
          .field(6, "kind", SPAN_KIND)
          .field(7, "startTimeUnixNano", FIXED64)
          .field(8, "endTimeUnixNano", FIXED64)
          .repeated(9, "attributes", KEY_VALUE)
          .field(10, "droppedAttributesCount", UINT32)
          .repeated(11, "events", EVENT)
          .field(12, "droppedEventsCount", UINT32)
          .repeated(13, "links", LINK)
          .field(14, "droppedLinksCount", UINT32)
          .field(15, "status", STATUS)
          .field(16, "flags", FIXED32);

  private static final Message SCOPE_SPANS =
      new Message()
          .field(1, "scope", SCOPE)
          .repeated(2, "spans", SPAN)
          .field(3, "schemaUrl", STRING);

  private static final Message RESOURCE_SPANS =
      new Message()
          .field(1, "resource", RESOURCE)
          .repeated(2, "scopeSpans", SCOPE_SPANS)
          .field(3, "schemaUrl", STRING);

  /** ExportTraceServiceRequest, which is spelled like TracesData. */
  static final Message REQUEST = new Message().repeated(1, "resourceSpans", RESOURCE_SPANS);

  private OtlpSchema() {}
}
