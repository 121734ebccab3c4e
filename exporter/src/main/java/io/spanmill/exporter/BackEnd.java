package io.spanmill.exporter;

import io.spanmill.otlp.Signal;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where to push, and how.
 *
 * @param endpoint {@code http://host:4318}; for OTLP/HTTP, {@code /v1/traces} and its like are put
 *     behind it, as with {@code OTEL_EXPORTER_OTLP_ENDPOINT}
 * @param headers with every request; they may be secrets
 * @param gzip whether requests are packed
 * @param timeout of one attempt, from the connection to the last byte of the answer
 */
public record BackEnd(
    URI endpoint,
    Protocol protocol,
    Map<String, String> headers,
    boolean gzip,
    Duration timeout,
    TlsFiles tls) {
  /** What {@link #address} takes. */
  public static final String ALLOWED = "http(s)://HOST:PORT (e.g. http://uptrace:4318)";

  private static final Set<String> OWN =
      Set.of(
          "content-type",
          "content-encoding",
          "content-length",
          "host",
          "te",
          "transfer-encoding",
          "connection",
          "grpc-encoding",
          "grpc-timeout",
          "user-agent");

  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
  private static final Pattern VISIBLE = Pattern.compile("[ -~\\t]*");

  public BackEnd {
    headers = Map.copyOf(headers);
  }

  /**
   * Reads an endpoint.
   *
   * @throws IllegalArgumentException for what is none; the message reads on after the value
   */
  public static URI address(String text) {
    URI address;
    try {
      address = new URI(text.strip());
    } catch (URISyntaxException malformed) {
      throw new IllegalArgumentException("is not " + ALLOWED, malformed);
    }
    boolean web = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
    if (!web || address.getHost() == null) {
      throw new IllegalArgumentException("is not " + ALLOWED);
    }
    if (address.getUserInfo() != null) {
      throw new IllegalArgumentException(
          "has a user in it, whom everybody would see: use a header");
    }
    if (address.getQuery() != null || address.getFragment() != null) {
      throw new IllegalArgumentException("has a query or a fragment: is not " + ALLOWED);
    }
    return address;
  }

  /** Whether the transport sets this header itself. */
  public static boolean isOwnHeader(String name) {
    return OWN.contains(name.toLowerCase(Locale.ROOT));
  }

  /** Whether this can be the name of a header. */
  public static boolean isHeader(String name) {
    return TOKEN.matcher(name).matches();
  }

  /** Whether this can be the value of a header. */
  public static boolean isHeaderValue(String value) {
    return VISIBLE.matcher(value).matches();
  }

  /** Where requests of a signal go. */
  URI target(Signal signal) {
    String base = endpoint.toString().replaceFirst("/+\\z", "");
    return URI.create(base + (protocol == Protocol.GRPC ? signal.grpcPath() : signal.path()));
  }

  /** Does not show the headers. */
  @Override
  public String toString() {
    return endpoint + " (" + protocol + ")";
  }
}
