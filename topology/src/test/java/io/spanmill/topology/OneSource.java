package io.spanmill.topology;

import io.spanmill.split.Sources;
import java.util.List;

/** One input partition; a test says how long it has been idle. */
final class OneSource implements Sources {
  private Idleness idleness = Idleness.NONE;

  void become(Idleness now) {
    idleness = now;
  }

  @Override
  public int count() {
    return 1;
  }

  @Override
  public List<String> topics(int partition) {
    return List.of("otlp_spans");
  }

  @Override
  public Idleness idleness(String topic, int partition) {
    return idleness;
  }
}
