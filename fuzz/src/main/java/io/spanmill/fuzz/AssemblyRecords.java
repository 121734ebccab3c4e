package io.spanmill.fuzz;

import io.spanmill.assembly.AssemblyForms;

/** What the assembler remembers; the first byte of an input says which. */
public final class AssemblyRecords {
  private static final StoredForm<?>[] FORMS = AssemblyForms.all();

  private AssemblyRecords() {}

  /** Throws an {@link AssertionError} where something does not hold. */
  public static void fuzzerTestOneInput(byte[] input) {
    StoredForm.checkOneOf(input, FORMS);
  }
}
