package io.spanmill.chaos;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** All that can go wrong in a campaign. */
enum FaultKind {
  KILL(InstanceFaults::kill, 4),
  TERMINATE(InstanceFaults::terminate, 3),
  PAUSE(InstanceFaults::pause, 20),
  SCALE(FleetFaults::scale, 30),
  ROLLING_RESTART(FleetFaults::rollingRestart, 15),
  KILL_BROKER(BrokerFaults::killOne, 12),
  KILL_ALL_BROKERS(BrokerFaults::killAll, 20),
  FULL_DISK(StateFaults::fillDisk, 25),
  LOSE_STATE(StateFaults::lose, 4),
  CORRUPT_STATE(StateFaults::corrupt, 5),
  WRONG_TOPICS(TopicFaults::misfit, 15),
  MORE_PARTITIONS(TopicFaults::morePartitions, 2),
  SILENT_PARTITION(TopicFaults::silence, 2),
  REVOKE(HostFaults::revoke, 15),
  CLOCK_JUMP(HostFaults::jumpClock, 12);

  @SuppressWarnings("ImmutableEnumChecker") // they are functions
  private final Fault fault;

  private final int seconds;

  /**
   * @param seconds how long it takes, about
   */
  FaultKind(Fault fault, int seconds) {
    this.fault = fault;
    this.seconds = seconds;
  }

  Fault fault() {
    return fault;
  }

  int seconds() {
    return seconds;
  }

  /** Whether there is nothing to be gained, or nothing possible, a second time. */
  boolean isOnce() {
    return this == WRONG_TOPICS || this == MORE_PARTITIONS || this == SILENT_PARTITION;
  }

  /** As it is typed and shown. */
  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static List<String> labels() {
    return Arrays.stream(values()).map(FaultKind::label).toList();
  }

  /**
   * Reads labels with commas in between; {@code all} is all of them, {@code none} is nothing.
   *
   * @throws IllegalArgumentException if there is no such fault; the message says what there is
   */
  static List<FaultKind> parse(String labels) {
    if (labels.equals("all")) {
      return List.of(values());
    }
    List<FaultKind> kinds = new ArrayList<>();
    for (String label : labels.equals("none") ? new String[0] : labels.split(",", -1)) {
      kinds.add(
          Arrays.stream(values())
              .filter(kind -> kind.label().equals(label.strip()))
              .findFirst()
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "'" + label + "' is none of all, none, " + String.join(", ", labels()))));
    }
    return kinds;
  }
}
