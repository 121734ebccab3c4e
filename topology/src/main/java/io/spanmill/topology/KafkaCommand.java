package io.spanmill.topology;

import java.util.Arrays;
import java.util.Optional;

/** A command that asks something of Kafka. */
public enum KafkaCommand {
  RUN("run"),
  TOPICS("topics"),
  CREATE_TOPICS("topics --create"),
  APPLY_POLICIES("policies --apply"),
  SHOW_POLICIES("policies --show"),
  EXPLAIN("explain"),
  GROW("grow"),
  GROW_AND_DELETE("grow --delete-old");

  private final String typed;

  KafkaCommand(String typed) {
    this.typed = typed;
  }

  public static Optional<KafkaCommand> of(String typed) {
    return Arrays.stream(values()).filter(command -> command.typed.equals(typed)).findFirst();
  }

  /** As it is typed after {@code ./spanmill}. */
  @Override
  public String toString() {
    return typed;
  }
}
