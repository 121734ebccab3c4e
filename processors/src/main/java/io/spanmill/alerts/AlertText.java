package io.spanmill.alerts;

import io.spanmill.model.Alert;
import io.spanmill.model.AlertTarget;
import java.util.Locale;

/** Says of an alert in one sentence what is wrong. */
final class AlertText {
  private static final double PERCENT = 100;

  private AlertText() {}

  static String of(Condition condition, AlertTarget target, Reading reading) {
    Alert.Window window = reading.windows().get(0);
    String over = " in " + duration(window.lengthMillis());
    String whose = name(target);
    if (condition instanceof Latency latency) {
      return "p"
          + number(latency.quantile() * PERCENT)
          + " of "
          + whose
          + " is "
          + seconds(reading.value())
          + ", above "
          + seconds(reading.threshold())
          + ": "
          + window.bad()
          + " of "
          + window.calls()
          + " calls"
          + over
          + " took longer";
    }
    if (condition instanceof ErrorRate) {
      return percent(reading.value())
          + " of the calls of "
          + whose
          + " failed, above "
          + percent(reading.threshold())
          + ": "
          + window.bad()
          + " of "
          + window.calls()
          + over;
    }
    if (condition instanceof BurnRate burn) {
      return whose
          + " spends its error budget of "
          + percent(1 - burn.objective())
          + " "
          + number(reading.value())
          + " times as fast as it may, above "
          + number(reading.threshold())
          + ": "
          + window.bad()
          + " of "
          + window.calls()
          + " calls"
          + over
          + " were bad";
    }
    if (condition instanceof RateDrop) {
      return whose
          + " serves "
          + window.calls()
          + " calls"
          + over
          + " where "
          + number(reading.baseline() == null ? 0 : reading.baseline())
          + " are usual";
    }
    return "new error in " + whose + ", " + window.calls() + " times" + over;
  }

  /** What is said when it is over. */
  static String resolved(Alert alert, long endMillis) {
    return "resolved after " + duration(endMillis - alert.sinceMillis()) + ": " + alert.summary();
  }

  private static String name(AlertTarget target) {
    if (target instanceof AlertTarget.Service service) {
      return service.service();
    }
    if (target instanceof AlertTarget.Operation operation) {
      return operation.service() + " " + operation.operation();
    }
    if (target instanceof AlertTarget.Call call) {
      return call.client() + " → " + call.server();
    }
    AlertTarget.ErrorGroup group = (AlertTarget.ErrorGroup) target;
    return group.service()
        + ": "
        + group.type()
        + (group.type().isEmpty() ? "" : ": ")
        + group.message();
  }

  private static String percent(double share) {
    return number(share * PERCENT) + " %";
  }

  private static String seconds(double seconds) {
    return seconds < 1 ? number(seconds * 1000) + " ms" : number(seconds) + " s";
  }

  /** Three digits that say something, and no more. */
  static String number(double number) {
    if (number >= PERCENT || number == Math.rint(number)) {
      return String.format(Locale.ROOT, "%.0f", number);
    }
    String text =
        String.format(Locale.ROOT, number >= 10 ? "%.1f" : number >= 0.1 ? "%.2f" : "%.4f", number);
    return text.replaceAll("0+$", "").replaceAll("\\.$", "");
  }

  static String duration(long millis) {
    long seconds = millis / 1000;
    if (seconds % 86_400 == 0 && seconds > 0) {
      return seconds / 86_400 + "d";
    }
    if (seconds % 3600 == 0 && seconds > 0) {
      return seconds / 3600 + "h";
    }
    return seconds % 60 == 0
        ? seconds / 60 + "m"
        : seconds / 60 > 0 ? seconds / 60 + "m" + seconds % 60 + "s" : seconds + "s";
  }
}
