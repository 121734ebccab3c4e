package io.spanmill.receiver;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where to listen.
 *
 * @param host a name or an address, without the brackets of IPv6
 * @param port 0 for any that is free
 */
public record ListenAddress(String host, int port) {
  /** What {@link #parse} takes. */
  public static final String ALLOWED = "HOST:PORT (e.g. 0.0.0.0:4318, [::1]:4318)";

  private static final Pattern SPELLING =
      Pattern.compile("(?:\\[([0-9A-Fa-f:.%]+)]|([^\\[\\]:\\s]+)):([0-9]{1,5})");
  private static final int HIGHEST_PORT = 65_535;

  /** Null for what is none. */
  public static @Nullable ListenAddress parse(String text) {
    Matcher matcher = SPELLING.matcher(text.strip());
    if (!matcher.matches() || Integer.parseInt(matcher.group(3)) > HIGHEST_PORT) {
      return null;
    }
    String host = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
    return new ListenAddress(host, Integer.parseInt(matcher.group(3)));
  }

  /** As it is typed. */
  @Override
  public String toString() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
