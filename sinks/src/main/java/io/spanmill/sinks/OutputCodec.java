package io.spanmill.sinks;

import io.spanmill.model.Decision;
import io.spanmill.model.EdgePoint;
import io.spanmill.model.RedPoint;

/** How what was decided, measured and linked is spelled for others. Thread-safe. */
public interface OutputCodec {
  byte[] decision(Decision decision);

  byte[] red(RedPoint point);

  byte[] edge(EdgePoint point);
}
