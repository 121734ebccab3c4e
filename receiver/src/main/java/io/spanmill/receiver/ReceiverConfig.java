package io.spanmill.receiver;

import org.jspecify.annotations.Nullable;

/**
 * How to listen.
 *
 * @param division of requests with spans
 * @param tls null to speak plain text
 * @param token that senders have to show; null if none
 */
public record ReceiverConfig(
    ListenAddress address,
    Limits limits,
    Division division,
    @Nullable TlsFiles tls,
    @Nullable String token) {
  /** Without TLS and token. */
  public static ReceiverConfig plain(ListenAddress address) {
    return new ReceiverConfig(address, Limits.STANDARD, Division.NONE, null, null);
  }

  /** Does not show the token. */
  @Override
  public String toString() {
    return address.toString();
  }
}
