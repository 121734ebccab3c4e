package io.spanmill.alerts;

import io.spanmill.model.AlertTarget;

/**
 * What somebody wants to be told when it is not so.
 *
 * @param name unlike that of any other
 * @param scope whom it is about
 * @param condition what must not be
 * @param severity what the alert says of itself, unless the condition knows better
 * @throws IllegalArgumentException where the parts do not go together; the message begins with the
 *     key's name in the configuration
 */
public record Objective(
    String name, Scope scope, Condition condition, Rules rules, String severity) {
  private static final long LONGEST_DROP_MILLIS = 600_000;

  public Objective {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("name: is empty");
    }
    if (condition instanceof NewError && !(scope instanceof Scope.Services)) {
      throw new IllegalArgumentException("new_error: is for services as a whole");
    }
    if (condition instanceof RateDrop && rules.over().toMillis() > LONGEST_DROP_MILLIS) {
      throw new IllegalArgumentException(
          "over: " + rules.over() + " is more than the 10m that rate_drop can look at");
    }
    if (condition instanceof BurnRate burn
        && burn.slowNanos() != Long.MAX_VALUE
        && scope instanceof Scope.Calls) {
      throw new IllegalArgumentException(
          "slower_than: is for services and operations: of calls between services nobody knows"
              + " whether the slow ones failed");
    }
  }

  /** Tells what is counted for it: with another way of counting, it begins anew. */
  String counted() {
    return name + ": " + condition.counting();
  }

  /** Whether it asks for new error groups of this one's service. */
  boolean isAbout(AlertTarget.ErrorGroup group) {
    return condition instanceof NewError
        && scope instanceof Scope.Services services
        && services.service().matcher(group.service()).matches();
  }
}
