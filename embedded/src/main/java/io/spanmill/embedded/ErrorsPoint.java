package io.spanmill.embedded;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** What the demo shows of an error point: a group of errors in one window. */
final class ErrorsPoint implements LatestPoints.Windowed {
  private long windowStartNanos;
  private String fingerprint = "";
  private String type = "";
  private String message = "";
  private String origin = "";
  private String entry = "";
  private long count;
  private boolean isNew;

  private ErrorsPoint() {}

  static ErrorsPoint read(byte[] json) {
    ErrorsPoint point = new ErrorsPoint();
    JsonFields.each(json, point::read);
    return point;
  }

  @Override
  public long windowStartNanos() {
    return windowStartNanos;
  }

  String fingerprint() {
    return fingerprint;
  }

  long count() {
    return count;
  }

  boolean isNew() {
    return isNew;
  }

  /** The group, with what is known of it as a whole. */
  DemoView.Errors shown(long ofAll, boolean anyNew) {
    String what = message.isEmpty() ? type : type + ": " + message;
    return new DemoView.Errors(what, origin, entry, ofAll, anyNew);
  }

  private void read(String field, JsonParser value) throws IOException {
    switch (field) {
      case "window_start_unix_nano" -> windowStartNanos = Long.parseLong(value.getText());
      case "fingerprint" -> fingerprint = value.getText();
      case "type" -> type = value.getText();
      case "message_template" -> message = value.getText();
      case "origin" -> origin = value.getText();
      case "count" -> count = value.getLongValue();
      case "new" -> isNew = value.getBooleanValue();
      case "entry" -> readEntry(value);
      default -> {}
    }
  }

  private void readEntry(JsonParser value) throws IOException {
    if (value.currentToken() == JsonToken.START_OBJECT) {
      JsonFields.each(
          value, (name, text) -> entry = name.equals("operation") ? text.getText() : entry);
    }
  }
}
