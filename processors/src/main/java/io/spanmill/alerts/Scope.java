package io.spanmill.alerts;

import com.google.re2j.Pattern;

/**
 * Whom an objective is about: each that matches is watched by itself. Patterns match whole names.
 */
public sealed interface Scope {
  record Services(Pattern service) implements Scope {}

  /**
   * @param operation name of a serving span
   */
  record Operations(Pattern service, Pattern operation) implements Scope {}

  /** Calls from one service to another. */
  record Calls(Pattern client, Pattern server) implements Scope {}
}
