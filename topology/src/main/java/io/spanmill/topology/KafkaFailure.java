package io.spanmill.topology;

/** Kafka could not be asked, or said no. */
public final class KafkaFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  KafkaFailure(Throwable cause) {
    super(reason(cause), cause);
  }

  KafkaFailure(String message) {
    super(message);
  }

  private static String reason(Throwable cause) {
    String said = cause.getMessage();
    String kind = cause.getClass().getSimpleName();
    return said == null || said.isEmpty() ? "Kafka: " + kind : "Kafka: " + said;
  }
}
