package io.spanmill.topology.config;

import java.util.Arrays;
import java.util.Optional;
import org.apache.kafka.streams.StreamsConfig;

/** A kind of Kafka client, for which a property can be set alone: {@code producer.linger.ms}. */
public enum ClientKind {
  ADMIN(StreamsConfig.ADMIN_CLIENT_PREFIX),
  CONSUMER(StreamsConfig.CONSUMER_PREFIX),
  PRODUCER(StreamsConfig.PRODUCER_PREFIX),
  MAIN_CONSUMER(StreamsConfig.MAIN_CONSUMER_PREFIX),
  RESTORE_CONSUMER(StreamsConfig.RESTORE_CONSUMER_PREFIX),
  GLOBAL_CONSUMER(StreamsConfig.GLOBAL_CONSUMER_PREFIX);

  private final String prefix;

  ClientKind(String prefix) {
    this.prefix = prefix;
  }

  /** Empty where it is for all. */
  public static Optional<ClientKind> of(String property) {
    return Arrays.stream(values()).filter(kind -> property.startsWith(kind.prefix)).findFirst();
  }

  /** The property's name as such a client knows it. */
  public String withoutPrefix(String property) {
    return property.substring(prefix.length());
  }
}
