package io.spanmill.topology.webhook;

import io.spanmill.exporter.TlsFiles;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who is told of alerts.
 *
 * @param url where alerts are posted, with its path; null to tell nobody
 * @param headers with every request; they may be secrets
 * @param timeout of one attempt
 * @param repeat how often it is said of what fires that it does
 * @param link where people find a trace, with {@code {trace_id}} in it; empty for nowhere
 * @throws IllegalArgumentException where something is out of its range; the message begins with the
 *     key's name in the configuration
 */
public record WebhookConfig(
    @Nullable URI url,
    Map<String, String> headers,
    Duration timeout,
    Duration repeat,
    TlsFiles tls,
    String link) {
  private static final Duration LONGEST_ATTEMPT = Duration.ofMinutes(2);

  /** Nobody. */
  public static final WebhookConfig OFF =
      new WebhookConfig(
          null, Map.of(), Duration.ofSeconds(10), Duration.ofMinutes(1), TlsFiles.NONE, "");

  public WebhookConfig {
    headers = Map.copyOf(headers);
    if (timeout.compareTo(LONGEST_ATTEMPT) > 0) {
      throw new IllegalArgumentException("webhook_timeout: is more than 2m");
    }
  }

  /** Does not show the headers. */
  @Override
  public String toString() {
    return "WebhookConfig[" + url + "]";
  }
}
