package io.spanmill.fuzz;

import io.spanmill.alerts.AlertForms;

/** What is counted and remembered for alerts; the first byte of an input says which. */
public final class AlertRecords {
  private static final StoredForm<?>[] FORMS = AlertForms.all();

  private AlertRecords() {}

  /** Throws an {@link AssertionError} where something does not hold. */
  public static void fuzzerTestOneInput(byte[] input) {
    StoredForm.checkOneOf(input, FORMS);
  }
}
