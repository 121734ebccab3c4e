package io.spanmill.receiver;

import io.spanmill.pem.PemFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http2.HTTP2Cipher;
import org.eclipse.jetty.http2.WindowRateControl;
import org.eclipse.jetty.http2.server.AbstractHTTP2ServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** What the port speaks: HTTP/1.1 and HTTP/2, both plain or both over TLS. */
final class Protocols {
  static final ConnectionFactory[] NONE = {};

  private static final Duration SHORTEST_IDLE_TIME = Duration.ofSeconds(30);
  private static final Duration BEYOND_ANSWER = Duration.ofSeconds(5);

  /**
   * Bounds pings, settings and the like on one connection. Clients of gRPC measure round trips by a
   * ping for every answer that they read, so that few would end the busiest of them.
   */
  private static final int CONTROL_FRAMES_PER_SECOND = 5_000;

  private static final String HTTP_1 = "http/1.1";
  private static final String HTTP_2 = "h2";

  private Protocols() {}

  static List<ConnectionFactory> of(ReceiverConfig config) throws IOException {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setSendDateHeader(false);
    TlsFiles files = config.tls();
    if (files == null) {
      return List.of(
          new HttpConnectionFactory(http),
          bounded(new HTTP2CServerConnectionFactory(http), config.limits()));
    }
    ALPNServerConnectionFactory chosen = new ALPNServerConnectionFactory(HTTP_2, HTTP_1);
    chosen.setDefaultProtocol(HTTP_1);
    return List.of(
        new SslConnectionFactory(identity(files), chosen.getProtocol()),
        chosen,
        bounded(new HTTP2ServerConnectionFactory(http), config.limits()),
        new HttpConnectionFactory(http));
  }

  private static SslContextFactory.Server identity(TlsFiles files) throws IOException {
    SslContextFactory.Server server = new SslContextFactory.Server();
    server.setKeyStore(PemFiles.identity(files.certificate(), files.key()));
    server.setKeyStorePassword(PemFiles.NO_PASSWORD);
    server.setCipherComparator(HTTP2Cipher.COMPARATOR);
    Path authorities = files.clientAuthorities();
    if (authorities != null) {
      server.setTrustStore(PemFiles.trusted(authorities));
      server.setNeedClientAuth(true);
    }
    return server;
  }

  private static ConnectionFactory bounded(
      AbstractHTTP2ServerConnectionFactory http2, Limits limits) {
    http2.setStreamIdleTimeout(idleTime(limits).toMillis());
    http2.setRateControlFactory(new WindowRateControl.Factory(CONTROL_FRAMES_PER_SECOND));
    return http2;
  }

  /** After which a silent connection is closed: never before an answer is due. */
  static Duration idleTime(Limits limits) {
    Duration needed = limits.answerTime().plus(BEYOND_ANSWER);
    return needed.compareTo(SHORTEST_IDLE_TIME) > 0 ? needed : SHORTEST_IDLE_TIME;
  }
}
