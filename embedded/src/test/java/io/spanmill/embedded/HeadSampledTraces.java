package io.spanmill.embedded;

import io.spanmill.model.Threshold;
import io.spanmill.otlp.Origin;
import io.spanmill.otlp.Origins;
import io.spanmill.otlp.OtlpFields;
import io.spanmill.otlp.RequestIndex;
import io.spanmill.otlp.SpanView;
import io.spanmill.otlp.SpanWithThreshold;
import io.spanmill.wire.MalformedBytesException;
import io.spanmill.wire.ProtoReader;
import io.spanmill.wire.ProtoWriter;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * The traces of a capture as they would be had each service a consistent head sampler: its spans
 * bear its threshold, and nothing else in their trace states, so that a trace's randomness is that
 * of its id.
 */
final class HeadSampledTraces {
  /** What services may sample at: all, three quarters, half, a quarter. */
  private static final List<String> HEAD_THRESHOLDS = List.of("0", "4", "8", "c");

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final long NANOS_PER_MILLI = 1_000_000;

  /** What is counted: the spans of one operation of one service. */
  record Operation(String service, String name) {}

  /**
   * A span's bytes.
   *
   * @param idAt where its trace id lies
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Written(byte[] bytes, int idAt) {
    void writeIdLow(long low) {
      LONG.set(bytes, idAt + Long.BYTES, low);
    }
  }

  /**
   * A span.
   *
   * @param stamped with the threshold in its trace state
   * @param bare without it
   */
  record Member(Written stamped, Written bare, Origin origin, int operation, long threshold) {}

  /** A trace, of which the id's low 56 bits are to be drawn. */
  record Drawn(long idHigh, long idTop, List<Member> members) {}

  private record Id(long high, long low) {}

  private final long seed;
  private final Map<String, Long> thresholds = new LinkedHashMap<>();
  private final Map<Operation, Integer> operations = new LinkedHashMap<>();
  private final Map<Id, Drawn> traces = new LinkedHashMap<>();
  private final List<String> deck = new ArrayList<>();
  private final SplittableRandom shuffle;
  private final SpanView view = new SpanView();
  private final SpanWithThreshold stamped = new SpanWithThreshold();
  private long slowMillis;

  private HeadSampledTraces(long seed) {
    this.seed = seed;
    this.shuffle = new SplittableRandom(seed);
  }

  /** The whole capture; the seed deals the thresholds to services in the order they turn up. */
  static HeadSampledTraces of(RequestStream input, long seed) throws IOException {
    HeadSampledTraces read = new HeadSampledTraces(seed);
    RequestIndex index = new RequestIndex();
    Origins origins = new Origins();
    try {
      for (StoredRequest r = input.next(); r != null; r = input.next()) {
        index.read(RequestBytes.asProtobuf(r.value()));
        for (int span = 0; span < index.spans(); span++) {
          read.view.read(index.bytes(), index.spanFrom(span), index.spanTo(span));
          read.add(origins.of(index, index.scopeOf(span)));
        }
      }
      read.slowMillis = read.quantileMillis(0.97);
    } catch (MalformedBytesException malformed) {
      throw new IOException(malformed);
    }
    return read;
  }

  private void add(Origin origin) throws MalformedBytesException {
    Operation operation = new Operation(origin.service(), view.name());
    int number = operations.computeIfAbsent(operation, added -> operations.size());
    long threshold = thresholds.computeIfAbsent(origin.service(), added -> deal());
    Id id = new Id(view.traceIdHigh(), view.traceIdLow());
    Drawn trace =
        traces.computeIfAbsent(
            id, added -> new Drawn(id.high(), id.low() & -Threshold.MAX, new ArrayList<>()));
    Written bare = withoutTraceState(view);
    view.read(bare.bytes(), 0, bare.bytes().length);
    stamped.withThreshold(view, threshold);
    byte[] bytes = Arrays.copyOf(stamped.bytes(), stamped.length());
    Written written = new Written(bytes, idAt(bytes));
    trace.members().add(new Member(written, bare, origin, number, threshold));
  }

  /** Every threshold is dealt before one is dealt again. */
  private long deal() {
    if (deck.isEmpty()) {
      deck.addAll(HEAD_THRESHOLDS);
    }
    return Threshold.parse(deck.remove(shuffle.nextInt(deck.size())));
  }

  private static Written withoutTraceState(SpanView span) throws MalformedBytesException {
    ProtoWriter out = new ProtoWriter(span.length());
    ProtoReader fields = new ProtoReader().reset(span.bytes(), span.from(), span.to());
    while (fields.next()) {
      if (fields.tag() != OtlpFields.TRACE_STATE) {
        out.writeRaw(span.bytes(), fields.fieldStart(), fields.fieldEnd());
      }
    }
    byte[] bytes = out.toByteArray();
    return new Written(bytes, idAt(bytes));
  }

  private static int idAt(byte[] span) throws MalformedBytesException {
    ProtoReader fields = new ProtoReader().reset(span, 0, span.length);
    while (fields.next() && fields.tag() != OtlpFields.TRACE_ID) {
      continue;
    }
    return fields.from();
  }

  long seed() {
    return seed;
  }

  Collection<Drawn> traces() {
    return traces.values();
  }

  /** By the number that their spans bear. */
  List<Operation> operations() {
    return List.copyOf(operations.keySet());
  }

  Map<String, Long> thresholds() {
    return thresholds;
  }

  /** The duration that three in a hundred traces exceed. */
  long slowMillis() {
    return slowMillis;
  }

  private long quantileMillis(double share) throws MalformedBytesException {
    List<Long> durations = new ArrayList<>();
    for (Drawn trace : traces.values()) {
      long start = Long.MAX_VALUE;
      long end = 0;
      for (Member member : trace.members()) {
        view.read(member.bare().bytes(), 0, member.bare().bytes().length);
        start = Math.min(start, view.startNanos());
        end = Math.max(end, view.endNanos());
      }
      durations.add((end - start) / NANOS_PER_MILLI);
    }
    durations.sort(null);
    return durations.get((int) (share * durations.size()));
  }
}
