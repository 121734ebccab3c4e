package io.spanmill.fuzz;

import io.spanmill.state.BudgetTableFormat;
import io.spanmill.state.ControlRecord;
import io.spanmill.state.PolicySet;
import io.spanmill.state.Stamp;

/** What stands in our topics beside spans and sums; the first byte of an input says which. */
public final class StoredRecords {
  private static final StoredForm<?>[] FORMS = {
    new StoredForm<>(Stamp::of, Stamp::toBytes),
    new StoredForm<>(ControlRecord::of, ControlRecord::toBytes),
    new StoredForm<>(PolicySet::of, PolicySet::toBytes),
    new StoredForm<>(BudgetTableFormat::read, BudgetTableFormat::write),
  };

  private StoredRecords() {}

  /** Throws an {@link AssertionError} where something does not hold. */
  public static void fuzzerTestOneInput(byte[] input) {
    StoredForm.checkOneOf(input, FORMS);
  }
}
