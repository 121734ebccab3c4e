package io.spanmill.exporter;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spanmill.wire.ProtoWriter;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;

/** A back-end that answers as a script says, and with success when that has come to its end. */
final class ScriptedBackEnd implements AutoCloseable {
  /** What was sent. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Heard(String path, Map<String, String> headers, byte[] body) {}

  /** What is answered. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Reply(
      int status, Map<String, String> headers, byte[] body, Map<String, String> trailers) {}

  /** Instead of an answer. */
  static final Reply DEATH = new Reply(0, Map.of(), new byte[0], Map.of());

  /** The same, once the test has ended. */
  static final Reply SILENCE = new Reply(1, Map.of(), new byte[0], Map.of());

  private final Server server = new Server();
  private final ServerConnector connector;
  private final Deque<Reply> script = new ArrayDeque<>();
  private final List<Heard> heard = new ArrayList<>();
  private final CountDownLatch end = new CountDownLatch(1);

  ScriptedBackEnd() throws Exception {
    HttpConfiguration http = new HttpConfiguration();
    connector =
        new ServerConnector(
            server, new HttpConnectionFactory(http), new HTTP2CServerConnectionFactory(http));
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    server.setHandler(
        new Handler.Abstract() {
          @Override
          public boolean handle(Request request, Response response, Callback callback)
              throws Exception {
            answer(request, response, callback);
            return true;
          }
        });
    server.start();
  }

  /** What it answers next, in this order. */
  synchronized ScriptedBackEnd says(Reply... replies) {
    script.addAll(List.of(replies));
    return this;
  }

  static Reply http(int status, String... headers) {
    return new Reply(status, map(headers), "text for people".getBytes(UTF_8), Map.of());
  }

  /** A refusal of gRPC's: headers and nothing else. */
  static Reply grpc(int status, String... headers) {
    Map<String, String> all = new HashMap<>(map(headers));
    all.put("content-type", "application/grpc");
    all.put("grpc-status", "" + status);
    return new Reply(200, all, new byte[0], Map.of());
  }

  /** A success over HTTP. */
  static Reply httpAccepts(byte[] response) {
    return new Reply(200, Map.of("content-type", "application/x-protobuf"), response, Map.of());
  }

  /** A success over gRPC. */
  static Reply grpcAccepts(byte[] response) {
    byte[] framed =
        ByteBuffer.allocate(5 + response.length)
            .putInt(1, response.length)
            .put(5, response)
            .array();
    return new Reply(
        200, Map.of("content-type", "application/grpc"), framed, Map.of("grpc-status", "0"));
  }

  /** A response of which the back-end has not taken all. */
  static byte[] partial(int rejected, String message) {
    ProtoWriter out = new ProtoWriter(64);
    int partial = out.beginMessage(1 << 3 | 2);
    out.writeTag(1 << 3).writeVarint(rejected).writeString(2 << 3 | 2, message);
    return out.endMessage(partial).toByteArray();
  }

  private static Map<String, String> map(String... pairs) {
    Map<String, String> map = new HashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put(pairs[i], pairs[i + 1]);
    }
    return map;
  }

  private void answer(Request request, Response response, Callback callback) throws Exception {
    boolean grpc = "application/grpc".equals(request.getHeaders().get("content-type"));
    Map<String, String> headers = new HashMap<>();
    request
        .getHeaders()
        .forEach(field -> headers.put(field.getName().toLowerCase(Locale.ROOT), field.getValue()));
    byte[] body = bytes(Content.Source.asByteBuffer(request));
    Reply reply;
    synchronized (this) {
      heard.add(new Heard(request.getHttpURI().getPath(), headers, body));
      reply =
          script.isEmpty()
              ? grpc ? grpcAccepts(new byte[0]) : httpAccepts(new byte[0])
              : script.remove();
    }
    if (reply == SILENCE) {
      end.await();
    }
    if (reply == SILENCE || reply == DEATH) {
      request.getConnectionMetaData().getConnection().getEndPoint().close();
      callback.succeeded();
      return;
    }
    response.setStatus(reply.status());
    reply.headers().forEach((name, value) -> response.getHeaders().put(name, value));
    if (!reply.trailers().isEmpty()) {
      HttpFields.Mutable trailers = HttpFields.build();
      reply.trailers().forEach(trailers::put);
      response.setTrailersSupplier(() -> trailers);
    }
    response.write(true, ByteBuffer.wrap(reply.body()), callback);
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  synchronized List<Heard> heard() {
    return List.copyOf(heard);
  }

  String url() {
    return "http://127.0.0.1:" + connector.getLocalPort();
  }

  @Override
  public void close() {
    end.countDown();
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
