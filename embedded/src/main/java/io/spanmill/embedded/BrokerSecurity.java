package io.spanmill.embedded;

import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * Whom a broker lets in, and what it lets them do.
 *
 * @param settings over those that every embedded broker has
 * @param credentials what it knows from its first start on, in the words of {@code kafka-storage
 *     format --add-scram}
 */
record BrokerSecurity(Map<String, String> settings, List<String> credentials) {
  /** Anybody, anything: the broker only listens to this machine. */
  static final BrokerSecurity NONE = new BrokerSecurity(Map.of(), List.of());

  BrokerSecurity {
    settings = Map.copyOf(settings);
    credentials = List.copyOf(credentials);
  }

  Properties over(Properties broker) {
    broker.putAll(settings);
    return broker;
  }
}
