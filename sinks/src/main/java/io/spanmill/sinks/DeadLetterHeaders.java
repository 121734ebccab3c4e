package io.spanmill.sinks;

/** The headers of a dead letter; all values are text in UTF-8. */
public final class DeadLetterHeaders {
  /** Why it was refused, for people to read. */
  public static final String REASON = "spanmill.reason";

  public static final String TOPIC = "spanmill.origin.topic";
  public static final String PARTITION = "spanmill.origin.partition";
  public static final String OFFSET = "spanmill.origin.offset";

  /** When it reached Kafka, in milliseconds since 1970. */
  public static final String ARRIVAL = "spanmill.origin.arrival";

  /** {@code true} if the value is only the beginning of what was refused. */
  public static final String TRUNCATED = "spanmill.truncated";

  private DeadLetterHeaders() {}
}
