package io.spanmill.benchmarks;

import io.spanmill.otlp.OtlpFields;
import io.spanmill.otlp.TracesWriter;
import io.spanmill.wire.ProtoWriter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** One trace of many spans of four services, in bundles of five hundred. */
final class HugeTrace {
  /** What hangs on what. */
  enum Shape {
    /** Each span on the one before it. */
    CHAIN,
    /** All on the first. */
    STAR,
    /** Each on any before it. */
    RANDOM,
    /** As at random; a hundred spans, each of another service, share an id. */
    TWINS
  }

  private static final int SPANS_IN_BUNDLE = 500;
  private static final int SERVICES = 4;
  private static final int TWINS_OF_ONE_ID = 100;
  private static final int KINDS = 5;
  private static final int ERROR = 2;
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final SplittableRandom random = new SplittableRandom(1);
  private final Shape shape;
  private final boolean failing;
  private final long startNanos;
  private final ProtoWriter span = new ProtoWriter(256);

  /**
   * @param failing whether every span has failed
   */
  HugeTrace(Shape shape, boolean failing, long startMillis) {
    this.shape = shape;
    this.failing = failing;
    this.startNanos = startMillis * NANOS_PER_MILLI;
  }

  /** In the order of their numbers, or from the last to the first. */
  List<byte[]> bundles(int spans, boolean backwards) {
    int services = shape == Shape.TWINS ? TWINS_OF_ONE_ID : SERVICES;
    List<byte[]> bundles = new ArrayList<>();
    TracesWriter writer = new TracesWriter();
    for (int i = 0; i < spans; i++) {
      int number = backwards ? spans - 1 - i : i;
      write(number, spans);
      writer.resource(resource(number % services)).scope(new byte[0]);
      writer.span(span.array(), 0, span.size());
      if (writer.spans() == SPANS_IN_BUNDLE) {
        bundles.add(writer.finish());
      }
    }
    if (writer.spans() > 0) {
      bundles.add(writer.finish());
    }
    return bundles;
  }

  private void write(int number, int spans) {
    span.clear();
    span.writeField(OtlpFields.TRACE_ID, ByteBuffer.allocate(16).putLong(7).putLong(9).array());
    span.writeField(OtlpFields.SPAN_ID, id(number));
    if (number > 0) {
      span.writeField(OtlpFields.PARENT_SPAN_ID, id(parent(number)));
    }
    span.writeString(OtlpFields.NAME, "step " + number % 10);
    span.writeTag(OtlpFields.KIND).writeVarint(1 + number % KINDS);
    span.writeTag(OtlpFields.START_TIME).writeFixed64(startNanos + number);
    span.writeTag(OtlpFields.END_TIME).writeFixed64(startNanos + 2L * spans - number);
    if (failing) {
      int status = span.beginMessage(OtlpFields.STATUS);
      span.writeTag(OtlpFields.STATUS_CODE).writeVarint(ERROR);
      span.endMessage(status);
    }
  }

  private int parent(int number) {
    return switch (shape) {
      case CHAIN -> number - 1;
      case STAR -> 0;
      case RANDOM, TWINS -> random.nextInt(number);
    };
  }

  private byte[] id(int number) {
    long id = shape == Shape.TWINS ? number / TWINS_OF_ONE_ID : number;
    return ByteBuffer.allocate(Long.BYTES).putLong(1 + id).array();
  }

  private static byte[] resource(int service) {
    ProtoWriter out = new ProtoWriter(64);
    int resource = out.beginMessage(OtlpFields.RESOURCE);
    int attribute = out.beginMessage(OtlpFields.RESOURCE_ATTRIBUTES);
    out.writeString(OtlpFields.KEY, "service.name");
    int any = out.beginMessage(OtlpFields.VALUE);
    out.writeString(OtlpFields.STRING_VALUE, "service-" + service);
    out.endMessage(any);
    out.endMessage(attribute);
    out.endMessage(resource);
    return out.toByteArray();
  }
}
