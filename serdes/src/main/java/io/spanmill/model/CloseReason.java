package io.spanmill.model;

import java.util.Locale;

/** Why a trace was decided when it was. The order is part of a stored format. */
public enum CloseReason {
  /** One root, every parent there, and {@code settle} without another span. */
  COMPLETE,
  /** {@code idle} without another span. */
  IDLE,
  /** {@code max_age} since its first span. */
  MAX_AGE,
  /** Memory was short. */
  PRESSURE,
  /** It had grown beyond {@code max_trace_bytes}. */
  OVERSIZE,
  /** Nothing comes any more. */
  END_OF_INPUT;

  private final String label = name().toLowerCase(Locale.ROOT);

  /** As decisions and metrics spell it: {@code end_of_input}. */
  public String label() {
    return label;
  }
}
