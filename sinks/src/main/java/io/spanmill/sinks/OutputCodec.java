package io.spanmill.sinks;

import io.spanmill.model.Alert;
import io.spanmill.model.Decision;
import io.spanmill.model.EdgePoint;
import io.spanmill.model.ErrorPoint;
import io.spanmill.model.PathPartPoint;
import io.spanmill.model.RedPoint;

/**
 * How what was decided, measured and linked is spelled for others. Thread-safe. Each value is
 * spelled for a topic: registries know schemas by the topics that they are used in.
 */
public interface OutputCodec extends AutoCloseable {
  byte[] decision(String topic, Decision decision);

  byte[] red(String topic, RedPoint point);

  byte[] edge(String topic, EdgePoint point);

  byte[] alert(String topic, Alert alert);

  byte[] path(String topic, PathPartPoint point);

  byte[] error(String topic, ErrorPoint point);

  @Override
  default void close() {}
}
