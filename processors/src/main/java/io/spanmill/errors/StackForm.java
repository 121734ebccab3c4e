package io.spanmill.errors;

import java.util.List;

/** How a language writes stacks. */
sealed interface StackForm permits PythonStack, GoStack, NodeStack, JavaStack, PlainStack {
  /** So much of a stack is looked at, in characters. */
  int MOST_READ = 64 * 1024;

  /** So much of a line is looked at, in characters. */
  int LONGEST_LINE = 1024;

  static String bounded(String line) {
    return line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE);
  }

  /**
   * Reads a stack.
   *
   * @return the exception that was recorded, then what caused it, and so on; none of them twice
   */
  List<Raised> read(String stack);
}
