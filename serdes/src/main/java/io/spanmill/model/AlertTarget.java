package io.spanmill.model;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an alert is about. */
public sealed interface AlertTarget {
  /** Its parts by their names in the output, in their order. */
  Map<String, String> labels();

  /** All calls that a service serves. */
  record Service(String service) implements AlertTarget {
    @Override
    public Map<String, String> labels() {
      return Map.of("service", service);
    }
  }

  /**
   * Those of one operation.
   *
   * @param operation name of the serving span
   */
  record Operation(String service, String operation) implements AlertTarget {
    @Override
    public Map<String, String> labels() {
      return ordered("service", service, "operation", operation);
    }
  }

  /** Those that one service makes to another. */
  record Call(String client, String server) implements AlertTarget {
    @Override
    public Map<String, String> labels() {
      return ordered("client", client, "server", server);
    }
  }

  /**
   * Failures of one kind: those of a service that have one fingerprint, however they are described.
   *
   * @param fingerprint what all of them have in common, in hexadecimal digits
   * @param type of the error, empty if it is not known
   * @param message without what differs from one to the next
   */
  record ErrorGroup(String service, String fingerprint, String type, String message)
      implements AlertTarget {
    @Override
    public Map<String, String> labels() {
      return ordered(
          "service", service, "fingerprint", fingerprint, "type", type, "message", message);
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof ErrorGroup that
          && service.equals(that.service)
          && fingerprint.equals(that.fingerprint);
    }

    @Override
    public int hashCode() {
      return 31 * service.hashCode() + fingerprint.hashCode();
    }
  }

  private static Map<String, String> ordered(String... namesAndValues) {
    Map<String, String> labels = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      labels.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return labels;
  }
}
