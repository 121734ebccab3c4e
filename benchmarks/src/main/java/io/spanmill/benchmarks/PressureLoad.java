package io.spanmill.benchmarks;

import io.spanmill.otlp.OtlpFields;
import io.spanmill.otlp.TracesWriter;
import io.spanmill.wire.ProtoWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;

/** Loads that are too much of something. Each is written by one that counts; seeded. */
final class PressureLoad {
  /** What there is too much of. */
  enum Scenario {
    /** One trace of nearly all spans, in ordinary traffic. */
    GIANT(1_000_000, 20_000),
    /** Traces of one span, a million in each second of arrival. */
    SINGLES(5_000_000, 1_000_000),
    /** Ordinary traces, as fast as they can be written. */
    TENFOLD(5_000_000, 500_000),
    /** Each span with a name of its own, over ten thousand services. */
    NAMES(1_000_000, 100_000),
    /** Each span in another of ten thousand services than its parent. */
    SERVICES(1_000_000, 100_000),
    /** Requests of 12 MiB, and spans of 1 MiB among them. */
    WIDE(200_000, 20_000);

    private final long spans;
    private final long spansPerSecond;

    Scenario(long spans, long spansPerSecond) {
      this.spans = spans;
      this.spansPerSecond = spansPerSecond;
    }

    /** How many spans unless asked for otherwise. */
    long spans() {
      return spans;
    }
  }

  private static final int SPANS_PER_REQUEST = 200;
  private static final int SERVICES = 8;
  private static final int MANY_SERVICES = 10_000;
  private static final int SPANS_PER_TRACE = 10;
  private static final int WIDE_REQUEST = 12 << 20;
  private static final int SERVER = 2;
  private static final long MILLIS_PER_SECOND = 1_000;
  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final byte[] NO_SCOPE = {};

  private final Scenario scenario;
  private final long startMillis;
  private final OrdinaryLoad.Output output;
  private final SplittableRandom random = new SplittableRandom(1);
  private final ProtoWriter span = new ProtoWriter(1024);
  private final TracesWriter request = new TracesWriter();
  private long written;
  private int service = -1;
  private long traceHigh = random.nextLong();
  private long traceLow = random.nextLong();
  private long parent;

  /**
   * @param startMillis when it begins, since 1970
   */
  PressureLoad(Scenario scenario, long startMillis, OrdinaryLoad.Output output) {
    this.scenario = scenario;
    this.startMillis = startMillis;
    this.output = output;
  }

  void write(long spans) throws IOException {
    while (written < spans) {
      switch (scenario) {
        case GIANT -> giant();
        case SINGLES -> single();
        case TENFOLD -> ordinary(random.nextInt(SERVICES));
        case NAMES -> ordinary((int) (written / 20 % MANY_SERVICES));
        case SERVICES -> ordinary(random.nextInt(MANY_SERVICES));
        case WIDE -> wide();
      }
      written++;
    }
    flush();
  }

  /** All spans of the giant are children of its first; every tenth span is of another trace. */
  private void giant() throws IOException {
    int from = (int) (written / SPANS_PER_REQUEST % SERVICES);
    if (written % 10 == 0) {
      span(random.nextLong(), random.nextLong(), random.nextLong(), 0, from, "op");
    } else {
      span(7, 7, written, written == 1 ? 0 : 1, from, "op");
    }
  }

  private void single() throws IOException {
    int from = (int) (written / SPANS_PER_REQUEST % SERVICES);
    span(random.nextLong(), random.nextLong(), 1, 0, from, "op-" + written % 20);
  }

  private void ordinary(int from) throws IOException {
    if (written % SPANS_PER_TRACE == 0) {
      traceHigh = random.nextLong();
      traceLow = random.nextLong();
      parent = 0;
    }
    long id = written + 1;
    String name = scenario == Scenario.NAMES ? "op-" + written : "op-" + written % 20;
    span(traceHigh, traceLow, id, parent, from, name);
    parent = id;
  }

  private void wide() throws IOException {
    ordinary((int) (written / 1_000 % SERVICES));
  }

  private void span(long high, long low, long id, long parentId, int from, String name)
      throws IOException {
    boolean full =
        scenario == Scenario.WIDE
            ? request.size() > WIDE_REQUEST
            : request.spans() >= SPANS_PER_REQUEST;
    if (full) {
      flush();
    }
    if (from != service) {
      service = from;
      request.resource(resource(from)).scope(NO_SCOPE);
    }
    writeSpan(high, low, id, parentId, name);
    request.span(span.array(), 0, span.size());
  }

  private void writeSpan(long high, long low, long id, long parentId, String name) {
    long start = (startMillis + millis()) * NANOS_PER_MILLI;
    span.clear();
    span.writeField(OtlpFields.TRACE_ID, bytes(high, low));
    span.writeField(OtlpFields.SPAN_ID, bytes(id));
    if (parentId != 0) {
      span.writeField(OtlpFields.PARENT_SPAN_ID, bytes(parentId));
    }
    span.writeString(OtlpFields.NAME, name);
    span.writeTag(OtlpFields.KIND).writeVarint(SERVER);
    span.writeTag(OtlpFields.START_TIME).writeFixed64(start);
    span.writeTag(OtlpFields.END_TIME).writeFixed64(start + random.nextInt(50_000_000));
    attribute(span, OtlpFields.ATTRIBUTES, "url.path", "/" + random.nextInt(1_000_000));
    attribute(span, OtlpFields.ATTRIBUTES, "thread.name", "http-nio-8080-exec-" + id % 200);
    if (scenario == Scenario.WIDE) {
      int length = written % 2_000 == 0 ? 1 << 20 : 500;
      attribute(span, OtlpFields.ATTRIBUTES, "db.query.text", noise(length));
    }
  }

  /** Nothing that could be compressed away. */
  private String noise(int length) {
    StringBuilder text = new StringBuilder(length);
    while (text.length() < length) {
      text.append(Long.toString(random.nextLong(), Character.MAX_RADIX));
    }
    return text.toString();
  }

  private static byte[] resource(int service) {
    ProtoWriter out = new ProtoWriter(256);
    int resource = out.beginMessage(OtlpFields.RESOURCE);
    attribute(out, OtlpFields.RESOURCE_ATTRIBUTES, "service.name", "service-" + service);
    attribute(out, OtlpFields.RESOURCE_ATTRIBUTES, "k8s.pod.name", "service-" + service + "-7d9f");
    out.endMessage(resource);
    return out.toByteArray();
  }

  private static void attribute(ProtoWriter out, int tag, String key, String value) {
    int attribute = out.beginMessage(tag);
    out.writeString(OtlpFields.KEY, key);
    int any = out.beginMessage(OtlpFields.VALUE);
    out.writeString(OtlpFields.STRING_VALUE, value);
    out.endMessage(any);
    out.endMessage(attribute);
  }

  private long millis() {
    return written * MILLIS_PER_SECOND / scenario.spansPerSecond;
  }

  private void flush() throws IOException {
    if (request.spans() > 0) {
      output.request(request.finish(), millis());
      service = -1;
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
