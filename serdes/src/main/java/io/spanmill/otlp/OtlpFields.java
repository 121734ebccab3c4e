package io.spanmill.otlp;

import static io.spanmill.wire.ProtoReader.FIXED32;
import static io.spanmill.wire.ProtoReader.FIXED64;
import static io.spanmill.wire.ProtoReader.LEN;
import static io.spanmill.wire.ProtoReader.VARINT;

/**
 * Tags (field number and wire type) of <a
 * href="https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto/trace/v1/trace.proto">trace.proto</a>,
 * {@code resource.proto} and {@code common.proto}, as constants so that {@code switch} works.
 *
 * <pre>
 * ExportTraceServiceRequest = TracesData
 *   1 resource_spans*  ResourceSpans
 *       1 resource       Resource { 1 attributes* KeyValue }
 *       2 scope_spans*   ScopeSpans { 1 scope, 2 spans* Span, 3 schema_url }
 *       3 schema_url
 * </pre>
 */
public final class OtlpFields {
  public static final int RESOURCE_SPANS = 1 << 3 | LEN;

  public static final int RESOURCE = 1 << 3 | LEN;
  public static final int SCOPE_SPANS = 2 << 3 | LEN;

  public static final int RESOURCE_ATTRIBUTES = 1 << 3 | LEN;

  public static final int SCOPE = 1 << 3 | LEN;
  public static final int SPANS = 2 << 3 | LEN;

  public static final int SCOPE_NAME = 1 << 3 | LEN;
  public static final int SCOPE_VERSION = 2 << 3 | LEN;
  public static final int SCOPE_ATTRIBUTES = 3 << 3 | LEN;

  public static final int TRACE_ID = 1 << 3 | LEN;
  public static final int SPAN_ID = 2 << 3 | LEN;
  public static final int TRACE_STATE = 3 << 3 | LEN;
  public static final int PARENT_SPAN_ID = 4 << 3 | LEN;
  public static final int NAME = 5 << 3 | LEN;
  public static final int KIND = 6 << 3 | VARINT;
  public static final int START_TIME = 7 << 3 | FIXED64;
  public static final int END_TIME = 8 << 3 | FIXED64;
  public static final int ATTRIBUTES = 9 << 3 | LEN;
  public static final int DROPPED_ATTRIBUTES = 10 << 3 | VARINT;
  public static final int EVENTS = 11 << 3 | LEN;
  public static final int DROPPED_EVENTS = 12 << 3 | VARINT;
  public static final int LINKS = 13 << 3 | LEN;
  public static final int DROPPED_LINKS = 14 << 3 | VARINT;
  public static final int STATUS = 15 << 3 | LEN;
  public static final int FLAGS = 16 << 3 | FIXED32;

  public static final int EVENT_TIME = 1 << 3 | FIXED64;
  public static final int EVENT_NAME = 2 << 3 | LEN;
  public static final int EVENT_ATTRIBUTES = 3 << 3 | LEN;
  public static final int EVENT_DROPPED_ATTRIBUTES = 4 << 3 | VARINT;

  public static final int LINK_TRACE_ID = 1 << 3 | LEN;

  public static final int STATUS_MESSAGE = 2 << 3 | LEN;
  public static final int STATUS_CODE = 3 << 3 | VARINT;

  public static final int KEY = 1 << 3 | LEN;
  public static final int VALUE = 2 << 3 | LEN;

  public static final int STRING_VALUE = 1 << 3 | LEN;
  public static final int BOOL_VALUE = 2 << 3 | VARINT;
  public static final int INT_VALUE = 3 << 3 | VARINT;
  public static final int DOUBLE_VALUE = 4 << 3 | FIXED64;
  public static final int ARRAY_VALUE = 5 << 3 | LEN;
  public static final int KVLIST_VALUE = 6 << 3 | LEN;
  public static final int BYTES_VALUE = 7 << 3 | LEN;
  public static final int STRING_VALUE_STRINDEX = 8 << 3 | VARINT;

  /** Of an {@code ArrayValue} and of a {@code KeyValueList}. */
  public static final int VALUES = 1 << 3 | LEN;

  private OtlpFields() {}
}
