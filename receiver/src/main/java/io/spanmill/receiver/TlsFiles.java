package io.spanmill.receiver;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * PEM files.
 *
 * @param certificate the server's, and those between it and its authority
 * @param key the server's, PKCS #8 without a passphrase ({@code BEGIN PRIVATE KEY})
 * @param clientAuthorities who has to have signed a client's certificate; null to ask for none
 */
public record TlsFiles(Path certificate, Path key, @Nullable Path clientAuthorities) {}
