package io.spanmill.topology.config;

import java.util.Locale;

/** What a crash may do to the results. */
public enum Guarantee {
  /** Every count and every decision is right, whatever dies. */
  EXACTLY_ONCE_V2,
  /** What was under way when something died may be counted and emitted twice. */
  AT_LEAST_ONCE;

  /** The value of Kafka Streams' {@code processing.guarantee}. */
  public String kafkaName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
