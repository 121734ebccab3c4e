package io.spanmill.benchmarks;

import io.spanmill.otlp.OtlpFields;
import io.spanmill.otlp.TracesWriter;
import io.spanmill.wire.ProtoWriter;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Writes a file for {@code ./spanmill local}: traces of 5 to 20 spans over 8 services, in requests
 * of one service with about 200 spans of about 100 traces each, 250 to 400 bytes a span. The same
 * seed gives the same bytes.
 *
 * <pre>GenerateLoad FILE.otlpbin SPANS [SEED [typed]]</pre>
 *
 * <p>With {@code typed}, spans have attributes that are numbers and flags, too.
 */
public final class GenerateLoad {
  private static final int SERVICES = 8;
  private static final int SPANS_PER_REQUEST = 200;
  private static final int SPANS_PER_SECOND = 50_000;
  private static final long NANOS_PER_SECOND = 1_000_000_000L;
  private static final long START_NANOS = 1_767_225_600L * NANOS_PER_SECOND;
  private static final int SERVER = 2;
  private static final int CLIENT = 3;
  private static final int ERROR = 2;

  private static final String[] ROUTES = {
    "/cart",
    "/cart/{id}",
    "/checkout",
    "/login",
    "/orders/{id}",
    "/products",
    "/search",
    "/users/{id}"
  };

  private final SplittableRandom random;
  private final boolean typed;
  private final ProtoWriter span = new ProtoWriter(1024);
  private final TracesWriter request = new TracesWriter();
  private final List<List<byte[]>> waiting = new ArrayList<>();
  private final List<byte[]> resources = new ArrayList<>();

  private GenerateLoad(long seed, boolean typed) {
    random = new SplittableRandom(seed);
    this.typed = typed;
    for (int service = 0; service < SERVICES; service++) {
      waiting.add(new ArrayList<>());
      resources.add(resource(service));
    }
  }

  public static void main(String[] arguments) throws IOException {
    long seed = arguments.length > 2 ? Long.parseLong(arguments[2]) : 1;
    boolean typed = arguments.length > 3 && arguments[3].equals("typed");
    new GenerateLoad(seed, typed).write(Path.of(arguments[0]), Long.parseLong(arguments[1]));
  }

  private void write(Path file, long count) throws IOException {
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), 1 << 20))) {
      long written = 0;
      while (written < count) {
        long start = START_NANOS + written * NANOS_PER_SECOND / SPANS_PER_SECOND;
        int size = (int) Math.min(5 + random.nextInt(16), count - written);
        addTrace(size, start);
        written += size;
        for (int service = 0; service < SERVICES; service++) {
          if (waiting.get(service).size() >= SPANS_PER_REQUEST) {
            flush(service, out);
          }
        }
      }
      for (int service = 0; service < SERVICES; service++) {
        flush(service, out);
      }
    }
  }

  /** A chain of calls through random services, every second span a CLIENT. */
  private void addTrace(int size, long start) {
    long high = random.nextLong();
    long low = random.nextLong();
    long parent = 0;
    int service = 0;
    for (int i = 0; i < size; i++) {
      long id = random.nextLong() | 1;
      int kind = i % 2 == 0 ? SERVER : CLIENT;
      if (kind == SERVER && i > 0) {
        service = random.nextInt(SERVICES);
      }
      writeSpan(high, low, id, parent, kind, start + i * 1_000_000L);
      waiting.get(service).add(span.toByteArray());
      parent = random.nextInt(4) == 0 && i > 1 ? parent : id;
    }
  }

  private void writeSpan(long high, long low, long id, long parent, int kind, long start) {
    String route = ROUTES[random.nextInt(ROUTES.length)];
    long duration = 200_000L + (long) (random.nextDouble() * random.nextDouble() * 80_000_000L);
    boolean failed = random.nextInt(200) == 0;
    span.clear();
    span.writeField(OtlpFields.TRACE_ID, bytes(high, low));
    span.writeField(OtlpFields.SPAN_ID, bytes(id));
    if (parent != 0) {
      span.writeField(OtlpFields.PARENT_SPAN_ID, bytes(parent));
    }
    span.writeString(OtlpFields.NAME, "GET " + route);
    span.writeTag(OtlpFields.KIND).writeVarint(kind);
    span.writeTag(OtlpFields.START_TIME).writeFixed64(start);
    span.writeTag(OtlpFields.END_TIME).writeFixed64(start + duration);
    attribute("http.request.method", "GET");
    attribute("http.route", route);
    attribute("url.path", route.replace("{id}", Integer.toString(random.nextInt(1_000_000))));
    attribute("server.address", "service-" + random.nextInt(SERVICES) + ".shop.svc.cluster.local");
    attribute("user_agent.original", "okhttp/4.12.0");
    attribute("network.protocol.version", "1.1");
    attribute("thread.name", "http-nio-8080-exec-" + random.nextInt(200));
    if (typed) {
      attribute("http.response.status_code", OtlpFields.INT_VALUE, failed ? 500 : 200);
      attribute("http.response.body.size", OtlpFields.INT_VALUE, random.nextInt(100_000));
      attribute("cache.hit", OtlpFields.BOOL_VALUE, 1);
    }
    if (failed) {
      int status = span.beginMessage(OtlpFields.STATUS);
      span.writeTag(OtlpFields.STATUS_CODE).writeVarint(ERROR);
      span.endMessage(status);
    }
  }

  private void attribute(String key, String value) {
    attribute(span, OtlpFields.ATTRIBUTES, key, value);
  }

  private void attribute(String key, int type, int value) {
    int attribute = span.beginMessage(OtlpFields.ATTRIBUTES);
    span.writeString(OtlpFields.KEY, key);
    int any = span.beginMessage(OtlpFields.VALUE);
    span.writeTag(type).writeVarint(value);
    span.endMessage(any);
    span.endMessage(attribute);
  }

  private static void attribute(ProtoWriter out, int tag, String key, String value) {
    int attribute = out.beginMessage(tag);
    out.writeString(OtlpFields.KEY, key);
    int any = out.beginMessage(OtlpFields.VALUE);
    out.writeString(OtlpFields.STRING_VALUE, value);
    out.endMessage(any);
    out.endMessage(attribute);
  }

  private static byte[] resource(int service) {
    ProtoWriter out = new ProtoWriter(512);
    int resource = out.beginMessage(OtlpFields.RESOURCE);
    attribute(out, OtlpFields.RESOURCE_ATTRIBUTES, "service.name", "service-" + service);
    attribute(out, OtlpFields.RESOURCE_ATTRIBUTES, "telemetry.sdk.language", "java");
    attribute(out, OtlpFields.RESOURCE_ATTRIBUTES, "k8s.pod.name", "service-" + service + "-7d9f");
    attribute(out, OtlpFields.RESOURCE_ATTRIBUTES, "host.name", "node-" + service);
    out.endMessage(resource);
    return out.toByteArray();
  }

  private void flush(int service, DataOutputStream out) throws IOException {
    List<byte[]> spans = waiting.get(service);
    if (spans.isEmpty()) {
      return;
    }
    request.resource(resources.get(service)).scope(new byte[0]);
    spans.forEach(bytes -> request.span(bytes, 0, bytes.length));
    spans.clear();
    byte[] bytes = request.finish();
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static byte[] bytes(long... numbers) {
    ByteBuffer buffer = ByteBuffer.allocate(numbers.length * Long.BYTES);
    for (long number : numbers) {
      buffer.putLong(number);
    }
    return buffer.array();
  }
}
