package io.spanmill.benchmarks;

import io.spanmill.otlp.OtlpFields;
import io.spanmill.otlp.TracesWriter;
import io.spanmill.wire.ProtoWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Traces of services that call each other, in requests as SDKs and Collectors send them. Unless its
 * {@link Shape} says otherwise: 5 to 20 spans over 8 services, in requests of one service with
 * about 200 spans of about 100 traces each, 250 to 400 bytes a span. The same kind, shape and seed
 * give the same bytes.
 */
final class OrdinaryLoad {
  /** Takes requests. */
  interface Output {
    /**
     * @param arrivalMillis since the load's begin
     */
    void request(byte[] request, long arrivalMillis) throws IOException;
  }

  /**
   * What is not the same in all loads.
   *
   * @param typed whether spans have attributes that are numbers and flags, too
   * @param startMillis when it begins, since 1970
   * @param spansPerSecond how fast its time goes
   * @param longLived so many traces go on from the begin to the end, and are never complete
   */
  record Kind(boolean typed, long startMillis, int spansPerSecond, int longLived) {}

  /**
   * How traces and requests look.
   *
   * @param services how many there are
   * @param callees so many others each of them calls; 0 for any of them
   * @param spansPerResource a service's spans leave when so many wait
   * @param resourcesPerRequest of so many services at a time, as a Collector's batch would
   * @param leastSpans of a trace
   * @param mostSpans of an ordinary trace, whose sizes are all as likely
   * @param longestTail spans of the longest traces there are: of those that are larger than
   *     ordinary, one in ten or so, half as many have twice the size; 0 for none
   * @param padding bytes of one more attribute on each span; 0 for none
   */
  record Shape(
      int services,
      int callees,
      int spansPerResource,
      int resourcesPerRequest,
      int leastSpans,
      int mostSpans,
      int longestTail,
      int padding) {
    /** Where there are many services, each knows only some of them. */
    private static final int CALLEES = 8;

    static final Shape ORDINARY = new Shape(8, 0, 200, 1, 5, 20, 0, 0);

    /** Most traces as before, and a tail of traces with up to 5 000 spans. */
    static final Shape TAILED = new Shape(8, 0, 200, 1, 5, 20, 5_000, 0);

    /** Spans of about 2 KB. */
    static final Shape LARGE = new Shape(8, 0, 200, 1, 5, 20, 0, 1_660);

    /** As a Collector in between sends them: 200 spans of up to 20 services in a request. */
    static Shape ofServices(int services) {
      int together = Math.min(services, 20);
      return new Shape(services, CALLEES, 200 / together, together, 5, 20, 0, 0);
    }

    /** Traces that all have this size. */
    static Shape ofTraces(int spans) {
      return new Shape(8, 0, 200, 1, spans, spans, 0, 0);
    }
  }

  /** One in so many traces belongs to the tail. */
  private static final int TAIL_EVERY = 10;

  private static final long NANOS_PER_SECOND = 1_000_000_000L;
  private static final long NANOS_PER_MILLI = 1_000_000L;

  /** Every so many traces, the spans of one go to one that is long-lived. */
  private static final int LONG_LIVED_EVERY = 20;

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
  private final Kind kind;
  private final Shape shape;
  private final Output output;
  private final String padding;
  private final ProtoWriter span = new ProtoWriter(1024);
  private final TracesWriter request = new TracesWriter();
  private final List<List<byte[]>> waiting = new ArrayList<>();
  private final List<byte[]> resources = new ArrayList<>();

  /** Services of which enough spans wait, in the order in which that came about. */
  private final List<Integer> full = new ArrayList<>();

  private long traces;

  OrdinaryLoad(long seed, Kind kind, Output output) {
    this(seed, kind, Shape.ORDINARY, output);
  }

  OrdinaryLoad(long seed, Kind kind, Shape shape, Output output) {
    random = new SplittableRandom(seed);
    this.kind = kind;
    this.shape = shape;
    this.output = output;
    padding = padding(shape.padding());
    for (int service = 0; service < shape.services(); service++) {
      waiting.add(new ArrayList<>());
      resources.add(resource(service));
    }
  }

  /** Text as it stands in logs and statements: words that come again, and numbers that do not. */
  private static String padding(int length) {
    SplittableRandom words = new SplittableRandom(7);
    StringBuilder text = new StringBuilder();
    while (text.length() < length) {
      text.append(ROUTES[words.nextInt(ROUTES.length)]).append(' ').append(words.nextInt(1 << 20));
    }
    return text.substring(0, length);
  }

  void write(long count) throws IOException {
    long nanos = 0;
    long written = 0;
    while (written < count) {
      nanos = written * NANOS_PER_SECOND / kind.spansPerSecond();
      int size = (int) Math.min(traceSize(), count - written);
      addTrace(size, kind.startMillis() * NANOS_PER_MILLI + nanos);
      written += size;
      if (full.size() >= shape.resourcesPerRequest()) {
        flush(nanos / NANOS_PER_MILLI);
      }
    }
    flushRest(nanos / NANOS_PER_MILLI);
  }

  private int traceSize() {
    int ordinary = shape.leastSpans() + random.nextInt(shape.mostSpans() - shape.leastSpans() + 1);
    if (shape.longestTail() == 0 || random.nextInt(TAIL_EVERY) > 0) {
      return ordinary;
    }
    // Pareto with exponent 1: half as many of twice the size.
    double size = shape.mostSpans() / (1 - random.nextDouble());
    return (int) Math.min(shape.longestTail(), size);
  }

  /** A chain of calls through random services, every second span a CLIENT. */
  private void addTrace(int size, long start) {
    long high = random.nextLong();
    long low = random.nextLong();
    long parent = 0;
    if (kind.longLived() > 0 && ++traces % LONG_LIVED_EVERY == 0) {
      high = 1 + traces / LONG_LIVED_EVERY % kind.longLived();
      low = high;
      parent = random.nextLong() | 1;
    }
    int service = shape.callees() == 0 ? 0 : random.nextInt(shape.services());
    for (int i = 0; i < size; i++) {
      long id = random.nextLong() | 1;
      int side = i % 2 == 0 ? SERVER : CLIENT;
      if (side == SERVER && i > 0) {
        service = callee(service);
      }
      writeSpan(high, low, id, parent, service, side, start + i * NANOS_PER_MILLI);
      List<byte[]> spans = waiting.get(service);
      spans.add(span.toByteArray());
      if (spans.size() == shape.spansPerResource()) {
        full.add(service);
      }
      parent = random.nextInt(4) == 0 && i > 1 ? parent : id;
    }
  }

  private int callee(int service) {
    return shape.callees() == 0
        ? random.nextInt(shape.services())
        : (service * 31 + 1 + random.nextInt(shape.callees())) % shape.services();
  }

  private void writeSpan(
      long high, long low, long id, long parent, int service, int side, long start) {
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
    span.writeTag(OtlpFields.KIND).writeVarint(side);
    span.writeTag(OtlpFields.START_TIME).writeFixed64(start);
    span.writeTag(OtlpFields.END_TIME).writeFixed64(start + duration);
    attribute("http.request.method", "GET");
    attribute("http.route", route);
    attribute("url.path", route.replace("{id}", Integer.toString(random.nextInt(1_000_000))));
    attribute("server.address", "service-" + callee(service) + ".shop.svc.cluster.local");
    attribute("user_agent.original", "okhttp/4.12.0");
    attribute("network.protocol.version", "1.1");
    attribute("thread.name", "http-nio-8080-exec-" + random.nextInt(200));
    if (kind.typed()) {
      attribute("http.response.status_code", OtlpFields.INT_VALUE, failed ? 500 : 200);
      attribute("http.response.body.size", OtlpFields.INT_VALUE, random.nextInt(100_000));
      attribute("cache.hit", OtlpFields.BOOL_VALUE, 1);
    }
    if (!padding.isEmpty()) {
      attribute("db.query.text", padding.substring(random.nextInt(64)));
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

  /** Sends what waits of the services of which enough does. */
  private void flush(long millis) throws IOException {
    for (int i = 0; i < full.size(); i++) {
      add(full.get(i));
      if ((i + 1) % shape.resourcesPerRequest() == 0) {
        output.request(request.finish(), millis);
      }
    }
    full.clear();
    if (request.spans() > 0) {
      output.request(request.finish(), millis);
    }
  }

  private void flushRest(long millis) throws IOException {
    full.clear();
    for (int service = 0; service < shape.services(); service++) {
      add(service);
      if (request.spans() >= shape.spansPerResource() * shape.resourcesPerRequest()) {
        output.request(request.finish(), millis);
      }
    }
    if (request.spans() > 0) {
      output.request(request.finish(), millis);
    }
  }

  private void add(int service) {
    List<byte[]> spans = waiting.get(service);
    if (!spans.isEmpty()) {
      request.resource(resources.get(service)).scope(new byte[0]);
      spans.forEach(bytes -> request.span(bytes, 0, bytes.length));
      spans.clear();
    }
  }

  private static byte[] bytes(long... numbers) {
    ByteBuffer buffer = ByteBuffer.allocate(numbers.length * Long.BYTES);
    for (long number : numbers) {
      buffer.putLong(number);
    }
    return buffer.array();
  }
}
