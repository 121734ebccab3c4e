package io.spanmill.embedded;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;

/** What the demo shows of a contributor to critical paths in one window. */
final class TimePoint implements LatestPoints.Windowed {
  private long windowStartNanos;
  private String entryService = "";
  private String entryOperation = "";
  private String service = "";
  private String operation = "";
  private String peer = "";
  private double seconds;

  private TimePoint() {}

  static TimePoint read(byte[] json) {
    TimePoint point = new TimePoint();
    JsonFields.each(json, point::read);
    return point;
  }

  @Override
  public long windowStartNanos() {
    return windowStartNanos;
  }

  /** Where the traces begin. */
  String entry() {
    return place(entryService, entryOperation);
  }

  /** Whose spans took the time. */
  String part() {
    String place = place(service, operation);
    return peer.isEmpty() ? place : place + " → " + peer;
  }

  private static String place(String service, String operation) {
    return service.isEmpty() ? "(others)" : service + " " + operation;
  }

  double seconds() {
    return seconds;
  }

  private void read(String field, JsonParser value) throws IOException {
    switch (field) {
      case "window_start_unix_nano" -> windowStartNanos = Long.parseLong(value.getText());
      case "entry_service" -> entryService = value.getText();
      case "entry_operation" -> entryOperation = value.getText();
      case "service" -> service = value.getText();
      case "operation" -> operation = value.getText();
      case "peer" -> peer = value.getText();
      case "seconds" -> seconds = value.getDoubleValue();
      default -> {}
    }
  }
}
