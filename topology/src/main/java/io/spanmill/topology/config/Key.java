package io.spanmill.topology.config;

import java.util.Locale;

/**
 * One thing that can be set.
 *
 * @param path as in the file: {@code assembly.settle}
 * @param standard the default, as it would stand in the file
 * @param meaning one sentence, for people to read
 */
record Key<T>(String path, ValueType<T> type, String standard, String meaning) {
  static final String VARIABLE_PREFIX = "SPANMILL_";

  /** The name in the environment: {@code SPANMILL_ASSEMBLY_SETTLE}. */
  String variable() {
    return VARIABLE_PREFIX + path.replace('.', '_').toUpperCase(Locale.ROOT);
  }

  /** The section's name, empty at the top. */
  String section() {
    int dot = path.indexOf('.');
    return dot < 0 ? "" : path.substring(0, dot);
  }

  /** What is left of the path inside its section. */
  String leaf() {
    return path.substring(path.indexOf('.') + 1);
  }
}
