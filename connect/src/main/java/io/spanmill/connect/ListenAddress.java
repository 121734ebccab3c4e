package io.spanmill.connect;

import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/**
 * Where to listen.
 *
 * @param host a name or an address, without brackets
 * @param port 0 for any that is free
 */
record ListenAddress(String host, int port) {
  static final ConfigDef.Validator VALIDATOR =
      ConfigDef.LambdaValidator.with(
          (key, value) -> {
            if (value instanceof String text && !isAddress(text)) {
              throw new ConfigException(key, text, "is not HOST:PORT, such as 0.0.0.0:4318");
            }
          },
          () -> "HOST:PORT");

  private static final int HIGHEST_PORT = 65_535;

  static ListenAddress parse(String text) {
    int colon = text.lastIndexOf(':');
    String host = text.substring(0, colon);
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    return new ListenAddress(
        bracketed ? host.substring(1, host.length() - 1) : host,
        Integer.parseInt(text.substring(colon + 1)));
  }

  private static boolean isAddress(String text) {
    int colon = text.lastIndexOf(':');
    if (colon <= 0 || !text.substring(colon + 1).matches("[0-9]{1,5}")) {
      return false;
    }
    boolean ambiguous = text.indexOf(':') != colon && text.charAt(0) != '[';
    return !ambiguous && Integer.parseInt(text.substring(colon + 1)) <= HIGHEST_PORT;
  }
}
