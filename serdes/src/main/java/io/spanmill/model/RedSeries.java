package io.spanmill.model;

import java.util.Map;

/**
 * Whose spans are measured together, in which window.
 *
 * @param windowStartMillis in milliseconds since 1970
 * @param dimensions configured attributes that were there, name → value, in the configured order
 */
public record RedSeries(
    long windowStartMillis,
    String service,
    String spanName,
    SpanKind kind,
    StatusCode status,
    Map<String, String> dimensions) {}
