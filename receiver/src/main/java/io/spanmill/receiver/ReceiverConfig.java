package io.spanmill.receiver;

import org.jspecify.annotations.Nullable;

/**
 * How to listen.
 *
 * @param byTrace whether each trace of a request becomes a piece of its own, with its id as key
 * @param tls null to speak plain text
 * @param token that senders have to show; null if none
 */
public record ReceiverConfig(
    ListenAddress address,
    Limits limits,
    boolean byTrace,
    @Nullable TlsFiles tls,
    @Nullable String token) {
  /** Without TLS and token. */
  public static ReceiverConfig plain(ListenAddress address) {
    return new ReceiverConfig(address, Limits.STANDARD, false, null, null);
  }

  /** Does not show the token. */
  @Override
  public String toString() {
    return address.toString();
  }
}
