package io.spanmill.errors;

/**
 * A span that has failed, or in which something has.
 *
 * @param span its index
 * @param language of its SDK; empty where nothing is said
 * @param failedNanos when the exception was recorded, else when the span ended
 */
record Failure(
    int span,
    String spanName,
    String language,
    Said said,
    long startNanos,
    long endNanos,
    long failedNanos) {

  /** Of a span of which only its status is known. */
  static Failure bare(int span) {
    return new Failure(span, "", "", Said.NOTHING, 0, 0, 0);
  }

  Failure withoutStack() {
    return new Failure(
        span, spanName, language, said.withoutStack(), startNanos, endNanos, failedNanos);
  }
}
