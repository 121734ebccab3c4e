package io.spanmill.topology.config;

import java.util.Locale;

/** Who said it; the later one wins. */
public enum Origin {
  DEFAULT,
  FILE,
  ENVIRONMENT;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
