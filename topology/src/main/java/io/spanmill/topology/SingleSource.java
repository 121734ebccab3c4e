package io.spanmill.topology;

import io.spanmill.split.Sources;
import java.util.List;

/** An input of one partition that is never idle: it ends when its writer says so. */
final class SingleSource implements Sources {
  private final String topic;

  SingleSource(String topic) {
    this.topic = topic;
  }

  @Override
  public int count() {
    return 1;
  }

  @Override
  public List<String> topics(int partition) {
    return partition == 0 ? List.of(topic) : List.of();
  }

  @Override
  public Idleness idleness(String idleTopic, int partition) {
    return Idleness.NONE;
  }
}
