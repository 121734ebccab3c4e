package io.spanmill.sinks;

import org.apache.kafka.common.errors.SerializationException;

/** A schema registry cannot be used; the message is one line. */
public final class RegistryFailure extends SerializationException {
  private static final long serialVersionUID = 1L;

  RegistryFailure(String message) {
    super(message);
  }

  RegistryFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
