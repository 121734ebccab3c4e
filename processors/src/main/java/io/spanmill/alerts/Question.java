package io.spanmill.alerts;

import io.spanmill.model.Alert;
import org.jspecify.annotations.Nullable;

/**
 * What a condition is asked.
 *
 * @param endMillis of the window that is over
 * @param firstMillis since when the target is known
 * @param told what the world knows of this lane; null if it is well
 */
record Question(
    int lane,
    History history,
    Rules rules,
    long endMillis,
    long firstMillis,
    @Nullable Alert told) {

  long overMillis() {
    return rules.over().toMillis();
  }

  boolean isFiring() {
    return told != null && told.state() == Alert.State.FIRING;
  }

  /** For so long the target has been known. */
  long knownMillis() {
    return endMillis - firstMillis;
  }
}
