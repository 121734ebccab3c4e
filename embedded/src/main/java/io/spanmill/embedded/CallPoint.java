package io.spanmill.embedded;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;

/** What the demo shows of an edge point: the calls between two nodes in one window. */
final class CallPoint implements LatestPoints.Windowed {
  private long windowStartNanos;
  private String client = "";
  private String server = "";
  private String type = "";
  private long calls;
  private long failed;

  private CallPoint() {}

  static CallPoint read(byte[] json) {
    CallPoint point = new CallPoint();
    JsonFields.each(json, point::read);
    return point;
  }

  @Override
  public long windowStartNanos() {
    return windowStartNanos;
  }

  /** The edge, before anything is known of its calls. */
  DemoView.Calls edge() {
    return new DemoView.Calls(client, server, type, 0, 0);
  }

  long calls() {
    return calls;
  }

  long failed() {
    return failed;
  }

  private void read(String field, JsonParser value) throws IOException {
    switch (field) {
      case "window_start_unix_nano" -> windowStartNanos = Long.parseLong(value.getText());
      case "client" -> client = value.getText();
      case "server" -> server = value.getText();
      case "connection_type" -> type = value.getText();
      case "calls" -> calls = value.getLongValue();
      case "failed" -> failed = value.getLongValue();
      default -> {}
    }
  }
}
