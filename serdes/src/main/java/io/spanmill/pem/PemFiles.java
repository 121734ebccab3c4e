package io.spanmill.pem;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;

/** Reads certificates and keys as other servers do, too. Each error names the file. */
public final class PemFiles {
  private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
  private static final String END = "-----END PRIVATE KEY-----";

  /** Of the key stores that are made here, which exist in memory only. */
  public static final String NO_PASSWORD = "";

  private PemFiles() {}

  /**
   * Who somebody is.
   *
   * @param certificate his, and those between it and its authority
   * @param key his, PKCS #8 without a passphrase ({@code BEGIN PRIVATE KEY})
   */
  public static KeyStore identity(Path certificate, Path key) throws IOException {
    Certificate[] chain = certificates(certificate).toArray(new Certificate[0]);
    PrivateKey secret = key(key, chain[0].getPublicKey().getAlgorithm());
    try {
      KeyStore store = emptyStore();
      store.setKeyEntry("own", secret, NO_PASSWORD.toCharArray(), chain);
      return store;
    } catch (GeneralSecurityException e) {
      throw new IOException(key + ": " + e.getMessage(), e);
    }
  }

  /** Whom to trust: the authorities of a file. */
  public static KeyStore trusted(Path authorities) throws IOException {
    try {
      KeyStore store = emptyStore();
      for (Certificate authority : certificates(authorities)) {
        store.setCertificateEntry("authority-" + store.size(), authority);
      }
      return store;
    } catch (GeneralSecurityException e) {
      throw new IOException(authorities + ": " + e.getMessage(), e);
    }
  }

  private static KeyStore emptyStore() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private static Collection<? extends Certificate> certificates(Path file) throws IOException {
    try {
      Collection<? extends Certificate> found =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(read(file)));
      if (found.isEmpty()) {
        throw new IOException(file + ": no certificate in it");
      }
      return found;
    } catch (CertificateException e) {
      throw new IOException(file + ": not certificates in PEM: " + e.getMessage(), e);
    }
  }

  private static byte[] read(Path file) throws IOException {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new IOException(file + ": cannot be read (" + e.getClass().getSimpleName() + ")", e);
    }
  }

  private static PrivateKey key(Path file, String algorithm) throws IOException {
    String text = new String(read(file), US_ASCII);
    int begin = text.indexOf(BEGIN);
    int end = text.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IOException(
          file + ": no \"" + BEGIN + "\" in it (openssl pkcs8 -topk8 -nocrypt makes it)");
    }
    try {
      byte[] encoded = Base64.getMimeDecoder().decode(text.substring(begin + BEGIN.length(), end));
      return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException(file + ": not the key of the certificate: " + e.getMessage(), e);
    }
  }
}
