package io.spanmill.exporter;

import io.spanmill.pem.PemFiles;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.Headers;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** Posts bytes over HTTP, once: follows nobody elsewhere, and never tries again. Thread-safe. */
public final class HttpPoster implements AutoCloseable {
  /** What is kept of an answer; more is not read. */
  private static final int ANSWER_BYTES = 64 << 10;

  private final OkHttpClient plain;
  private final OkHttpClient secure;

  private HttpPoster(OkHttpClient plain, OkHttpClient secure) {
    this.plain = plain;
    this.secure = secure;
  }

  /**
   * Speaks HTTP/1.1.
   *
   * @param timeout of one attempt, from the connection to the last byte of the answer
   * @throws IOException if a file of TLS cannot be used; the message names it
   */
  public static HttpPoster http1(Duration timeout, TlsFiles tls) throws IOException {
    OkHttpClient client = client(timeout, tls, List.of(Protocol.HTTP_1_1));
    return new HttpPoster(client, client);
  }

  /** Speaks HTTP/2, where there is no TLS without asking, as gRPC does. */
  static HttpPoster http2(Duration timeout, TlsFiles tls) throws IOException {
    OkHttpClient secure = client(timeout, tls, List.of(Protocol.HTTP_2, Protocol.HTTP_1_1));
    OkHttpClient plain =
        secure.newBuilder().protocols(List.of(Protocol.H2_PRIOR_KNOWLEDGE)).build();
    return new HttpPoster(plain, secure);
  }

  private static OkHttpClient client(Duration timeout, TlsFiles tls, List<Protocol> protocols)
      throws IOException {
    OkHttpClient.Builder client =
        new OkHttpClient.Builder()
            .protocols(protocols)
            .callTimeout(timeout)
            .connectTimeout(timeout)
            .readTimeout(Duration.ZERO)
            .writeTimeout(Duration.ZERO)
            .followRedirects(false)
            .followSslRedirects(false)
            .retryOnConnectionFailure(false);
    if (!tls.equals(TlsFiles.NONE)) {
      secure(client, tls);
    }
    return client.build();
  }

  private static void secure(OkHttpClient.Builder client, TlsFiles files) throws IOException {
    try {
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted(files.authorities()));
      TrustManager[] trusting = trust.getTrustManagers();
      SSLContext context = SSLContext.getInstance("TLS");
      KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
      keys.init(identity(files), PemFiles.NO_PASSWORD.toCharArray());
      context.init(keys.getKeyManagers(), trusting, null);
      client.sslSocketFactory(context.getSocketFactory(), (X509TrustManager) trusting[0]);
    } catch (GeneralSecurityException e) {
      throw new IOException("TLS cannot be set up: " + e.getMessage(), e);
    }
  }

  /** Null for those that Java trusts. */
  private static @Nullable KeyStore trusted(@Nullable Path authorities) throws IOException {
    return authorities == null ? null : PemFiles.trusted(authorities);
  }

  private static @Nullable KeyStore identity(TlsFiles files) throws IOException {
    Path certificate = files.certificate();
    Path key = files.key();
    return certificate == null || key == null ? null : PemFiles.identity(certificate, key);
  }

  /**
   * Posts, and waits for the answer.
   *
   * @throws IOException if there is none, as nobody is there, it takes too long, or this is closed
   */
  public Posted post(URI target, String mediaType, Map<String, String> headers, byte[] body)
      throws IOException {
    Request request =
        new Request.Builder()
            .url(target.toString())
            .headers(Headers.of(headers))
            .post(RequestBody.create(body, MediaType.get(mediaType)))
            .build();
    OkHttpClient client = "https".equals(target.getScheme()) ? secure : plain;
    try (Response response = client.newCall(request).execute()) {
      InputStream content = response.body().byteStream();
      byte[] answer = content.readNBytes(ANSWER_BYTES);
      Map<String, String> told = new TreeMap<>();
      add(response.headers(), told);
      if (content.read() < 0) {
        add(response.trailers(), told);
      }
      return new Posted(response.code(), told, answer);
    }
  }

  private static void add(Headers headers, Map<String, String> told) {
    for (int i = 0; i < headers.size(); i++) {
      told.put(headers.name(i).toLowerCase(Locale.ROOT), headers.value(i));
    }
  }

  /** Ends what is under way, which fails. */
  @Override
  public void close() {
    for (OkHttpClient client : List.of(plain, secure)) {
      client.dispatcher().cancelAll();
      client.connectionPool().evictAll();
      client.dispatcher().executorService().shutdown();
    }
  }
}
