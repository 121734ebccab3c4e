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
  LOSE_STATE(InstanceFaults::loseState, 4),
  KILL_BROKER(BrokerFaults::killOne, 12);

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
