package io.spanmill.receiver;

import java.io.IOException;
import java.net.BindException;
import java.time.Duration;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * A receiver that listens. One port takes OTLP/gRPC and OTLP/HTTP (protobuf, JSON), each packed
 * with gzip or not; {@code GET /} tells whether it takes requests.
 *
 * <p>A sender hears of success when the {@link Destination} has its request for good. Nothing waits
 * in threads: what is bounded are bytes in memory, connections, and the time of each request.
 */
public final class OtlpReceiver implements AutoCloseable {
  private static final int THREADS = 32;
  private static final int FEWEST_THREADS = 4;

  private final Server server;
  private final ServerConnector connector;
  private final ReceiveRequests requests;

  private OtlpReceiver(Server server, ServerConnector connector, ReceiveRequests requests) {
    this.server = server;
    this.connector = connector;
    this.requests = requests;
  }

  /**
   * Listens, on return.
   *
   * @throws BindException if the port is taken, or the address is not one of this machine's
   * @throws IOException if the files of TLS cannot be used
   */
  public static OtlpReceiver start(ReceiverConfig config, Destination destination)
      throws IOException {
    QueuedThreadPool threads = new QueuedThreadPool(THREADS, FEWEST_THREADS);
    threads.setName("otlp-receiver");
    threads.setDaemon(true);
    Server server = new Server(threads);
    ServerConnector connector =
        new ServerConnector(server, 1, 1, Protocols.of(config).toArray(Protocols.NONE));
    connector.setHost(config.address().host());
    connector.setPort(config.address().port());
    connector.setIdleTimeout(Protocols.idleTime(config.limits()).toMillis());
    server.addConnector(connector);
    server.addBean(new NetworkConnectionLimit(config.limits().connections(), connector));
    ReceiveRequests requests = new ReceiveRequests(config, destination);
    server.setHandler(requests);
    open(connector, config);
    OtlpReceiver receiver = new OtlpReceiver(server, connector, requests);
    receiver.start();
    return receiver;
  }

  private static void open(ServerConnector connector, ReceiverConfig config) throws IOException {
    try {
      connector.open();
    } catch (IOException e) {
      throw taken(config, e);
    }
  }

  private static BindException taken(ReceiverConfig config, IOException cause) {
    Throwable reason = cause.getCause() == null ? cause : cause.getCause();
    BindException taken =
        new BindException("cannot listen at " + config.address() + ": " + reason.getMessage());
    taken.initCause(cause);
    return taken;
  }

  private void start() throws IOException {
    try {
      server.start();
    } catch (Exception e) {
      stop();
      throw new IOException("the receiver does not start: " + e.getMessage(), e);
    }
  }

  /** The port that it listens at. */
  public int port() {
    return connector.getLocalPort();
  }

  /** Bytes of requests that are in memory now. */
  public long bytesHeld() {
    return requests.budget().used();
  }

  /** What senders were told. */
  public AnswerCounts counts() {
    return requests.counts();
  }

  /** From now on, tells whoever comes to come again later. */
  public void refuseAll() {
    requests.close();
  }

  /**
   * As {@link #refuseAll}, waits until all requests are answered, but no longer than that, tells
   * the rest that they are not known to be delivered, and stops listening.
   */
  public void close(Duration patience) {
    refuseAll();
    try {
      requests.open().awaitNone(patience);
      requests.open().list().forEach(open -> open.abandon("shutting down; try again"));
      requests.open().awaitNone(Duration.ofSeconds(1)); // until it is written
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      stop();
    }
  }

  @Override
  public void close() {
    close(Duration.ZERO);
  }

  private void stop() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the receiver does not stop: " + e.getMessage(), e);
    }
  }
}
