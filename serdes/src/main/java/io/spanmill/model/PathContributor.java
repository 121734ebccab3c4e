package io.spanmill.model;

/**
 * Spans whose time on critical paths is added up.
 *
 * @param operation the spans' name
 * @param peer whom they say that they called, where the callee is not traced; else empty
 */
public record PathContributor(String service, String operation, SpanKind kind, String peer) {
  /** What takes in those beyond the limit: no service is called so. */
  public static final PathContributor OVERFLOW =
      new PathContributor("", "", SpanKind.UNSPECIFIED, "");
}
