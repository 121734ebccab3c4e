package io.spanmill.fuzz;

import io.spanmill.budget.BudgetForms;

/** What is remembered of budgets; the first byte of an input says which. */
public final class BudgetRecords {
  private static final StoredForm<?>[] FORMS = BudgetForms.all();

  private BudgetRecords() {}

  /** Throws an {@link AssertionError} where something does not hold. */
  public static void fuzzerTestOneInput(byte[] input) {
    StoredForm.checkOneOf(input, FORMS);
  }
}
