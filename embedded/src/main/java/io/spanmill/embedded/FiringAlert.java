package io.spanmill.embedded;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What the demo shows of an alert that fires. */
final class FiringAlert {
  private String state = "";
  private String summary = "";
  private long atNanos;

  private FiringAlert() {}

  /** Null for one that does not fire. */
  static @Nullable FiringAlert read(byte[] json) {
    FiringAlert alert = new FiringAlert();
    JsonFields.each(json, alert::read);
    return alert.state.equals("firing") ? alert : null;
  }

  String summary() {
    return summary;
  }

  /** When it came to fire, Unix time in nanoseconds. */
  long atNanos() {
    return atNanos;
  }

  private void read(String field, JsonParser value) throws IOException {
    switch (field) {
      case "state" -> state = value.getText();
      case "summary" -> summary = value.getText();
      case "at_unix_nano" -> atNanos = Long.parseLong(value.getText());
      default -> {}
    }
  }
}
