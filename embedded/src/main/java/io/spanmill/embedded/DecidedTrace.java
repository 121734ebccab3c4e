package io.spanmill.embedded;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;

/** What the demo shows of a decision. */
final class DecidedTrace {
  private int revision;
  private boolean kept;
  private String policy = "";
  private String closedBy = "";
  private long startNanos;
  private long durationNanos;

  private DecidedTrace() {}

  static DecidedTrace read(byte[] json) {
    DecidedTrace trace = new DecidedTrace();
    JsonFields.each(json, trace::read);
    return trace;
  }

  /** Whether this only adds to a decision that was told before. */
  boolean isAmendment() {
    return revision > 0;
  }

  boolean kept() {
    return kept;
  }

  /** Empty if none keeps it. */
  String policy() {
    return policy;
  }

  String closedBy() {
    return closedBy;
  }

  long startNanos() {
    return startNanos;
  }

  long endNanos() {
    return startNanos + durationNanos;
  }

  private void read(String field, JsonParser value) throws IOException {
    switch (field) {
      case "revision" -> revision = value.getIntValue();
      case "kept" -> kept = value.getBooleanValue();
      case "policy" -> policy = value.currentToken() == JsonToken.VALUE_NULL ? "" : value.getText();
      case "closed_by" -> closedBy = value.getText();
      case "start_unix_nano" -> startNanos = Long.parseUnsignedLong(value.getText());
      case "duration_seconds" -> durationNanos = nanos(value.getDecimalValue());
      default -> {}
    }
  }

  private static long nanos(BigDecimal seconds) {
    return seconds.movePointRight(9).longValue();
  }
}
