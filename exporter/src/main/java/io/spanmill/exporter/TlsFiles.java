package io.spanmill.exporter;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * PEM files; each may be left out.
 *
 * @param authorities who has to have signed the server's certificate; null for those that Java
 *     trusts
 * @param certificate the client's own, and those between it and its authority
 * @param key the client's own, PKCS #8 without a passphrase ({@code BEGIN PRIVATE KEY})
 * @throws IllegalArgumentException if there is a certificate without a key, or a key without a
 *     certificate; the message begins with {@code cert_file} or {@code key_file}
 */
public record TlsFiles(@Nullable Path authorities, @Nullable Path certificate, @Nullable Path key) {
  /** As Java does by itself. */
  public static final TlsFiles NONE = new TlsFiles(null, null, null);

  public TlsFiles {
    if (certificate != null && key == null) {
      throw new IllegalArgumentException("key_file: is missing: a certificate needs its key");
    }
    if (key != null && certificate == null) {
      throw new IllegalArgumentException("cert_file: is missing: a key needs its certificate");
    }
  }
}
