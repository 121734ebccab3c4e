package io.spanmill.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

/** {@link Configurations} that are all policies. */
public final class Policies {
  private Policies() {}

  /** Throws an {@link AssertionError} where something does not hold. */
  public static void fuzzerTestOneInput(byte[] input) {
    Configurations.check("sampling:\n policies: [" + new String(input, UTF_8) + "]\n");
  }
}
