package io.spanmill.topology.config;

/**
 * A configuration that cannot be used. The message is one line and names the place and the value.
 */
public final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A reason to refuse; line breaks in it become spaces. */
  public ConfigException(String message) {
    super(message.strip().replaceAll("\\s*\\R\\s*", " "));
  }
}
