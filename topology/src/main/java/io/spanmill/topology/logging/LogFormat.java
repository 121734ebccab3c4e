package io.spanmill.topology.logging;

/** How a log message is written. */
public enum LogFormat {
  /** A line for people, and below it the stack trace. */
  TEXT {
    @Override
    String line(LogMessage message) {
      return message.asText();
    }
  },
  /** One JSON object in one line, whatever the message is. */
  JSON {
    @Override
    String line(LogMessage message) {
      return message.asJson();
    }
  };

  /** With the line end. */
  abstract String line(LogMessage message);
}
