package io.spanmill.trace;

import io.spanmill.model.Basis;
import io.spanmill.model.SpanKind;
import io.spanmill.model.StatusCode;
import io.spanmill.model.Threshold;
import io.spanmill.otlp.Origin;
import io.spanmill.otlp.SpanView;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What has to be known of a trace's spans without their bytes, by index in order of arrival: enough
 * to tell duplicates, to find parents and to link spans that come late. Spans are found by id in
 * constant time. Not thread-safe.
 */
public final class SpanTable {
  /** There is no such span. */
  public static final int NONE = -1;

  /** The number of the shape of a span that has none. */
  public static final int NO_SHAPE = 0;

  private static final SpanKind[] KINDS = SpanKind.values();
  private static final StatusCode[] CODES = StatusCode.values();

  private static final int SPAN_ID = 0;
  private static final int PARENT_ID = 1;
  private static final int BOOKED = 2;
  private static final int START = 3;
  private static final int END = 4;
  private static final int THRESHOLD = 5;

  /**
   * Length of the span's bytes, then 26 bits for the shape's number, bits "has events" and "late",
   * three bits of kind, two bits of status.
   */
  private static final int META = 6;

  /** What a {@link TraceTree} knows of a span. */
  private static final int TREE_BYTES = 2 * Integer.BYTES;

  /** Up to here looking at each is as fast as looking it up. */
  private static final int SCANNED_UP_TO = 24;

  private static final int LENGTH_SHIFT = 33;
  private static final int SHAPE_SHIFT = 7;
  private static final long EVENTS = 1L << 6;
  private static final long LATE = 1L << 5;

  private final SpanRows rows;
  private int size;

  /** The {@code rv} of each span, from the first one that has one. */
  private long @Nullable [] randomness;

  /** For origins and peers that are larger than is common; null as long as there are none. */
  private @Nullable Charges charges;

  /** Of more spans than can be looked at one by one. */
  private @Nullable IdIndex byId;

  SpanTable(RowPool pool) {
    rows = new SpanRows(pool);
  }

  /** A table that shares nothing with others. */
  public SpanTable() {
    this(new RowPool());
  }

  public int size() {
    return size;
  }

  /** Bytes that this and a {@link TraceTree} of it take in memory, about. */
  public int footprint() {
    long bytes =
        (charges == null ? 0 : charges.bytes())
            + rows.capacity() * (long) (RowPool.ROW_BYTES + TREE_BYTES)
            + (byId == null ? 0 : byId.footprint())
            + (randomness == null ? 0 : randomness.length * Long.BYTES);
    return (int) Math.min(bytes, Integer.MAX_VALUE / 4);
  }

  /** Adds a span and returns its index; whether it is there already is the caller's to ask. */
  public int add(SpanFacts span) {
    if (size == rows.capacity()) {
      rows.grow();
    }
    rows.set(size, SPAN_ID, span.spanId());
    rows.set(size, PARENT_ID, span.parentId());
    rows.set(size, BOOKED, span.bookedMillis());
    rows.set(size, START, span.startNanos());
    rows.set(size, END, span.endNanos());
    rows.set(size, THRESHOLD, span.threshold());
    rows.set(size, META, meta(span));
    rows.set(size, span.traits());
    if (Charges.isDue(span)) {
      charge(span);
    }
    addRandomness(span.randomness());
    size++;
    index();
    return size - 1;
  }

  private static long meta(SpanFacts span) {
    long number = span.traits() instanceof Shape shape ? shape.number() : NO_SHAPE;
    return ((long) span.length() << LENGTH_SHIFT)
        | (number << SHAPE_SHIFT)
        | (span.hasEvents() ? EVENTS : 0)
        | (span.isLate() ? LATE : 0)
        | ((long) span.kind().ordinal() << 2)
        | span.status().ordinal();
  }

  /** Forgets all spans, and gives back what was held of the pool. */
  void free() {
    rows.free();
    size = 0;
    randomness = null;
    charges = null;
    byId = null;
  }

  private void index() {
    if (byId != null) {
      byId.add(size - 1);
    } else if (size > SCANNED_UP_TO) {
      byId = new IdIndex(this::spanId);
      for (int span = 0; span < size; span++) {
        byId.add(span);
      }
    }
  }

  private void charge(SpanFacts span) {
    if (charges == null) {
      charges = new Charges();
    }
    charges.add(span);
  }

  private void addRandomness(long rv) {
    if (rv == Basis.NO_RANDOMNESS && randomness == null) {
      return;
    }
    if (randomness == null) {
      randomness = new long[rows.capacity()];
      Arrays.fill(randomness, 0, size, Basis.NO_RANDOMNESS);
    } else if (size == randomness.length) {
      randomness = Arrays.copyOf(randomness, rows.capacity());
    }
    randomness[size] = rv;
  }

  /** The span's own {@code rv}, or {@link Basis#NO_RANDOMNESS}. */
  public long randomness(int span) {
    return randomness == null ? Basis.NO_RANDOMNESS : randomness[span];
  }

  /** Whether any span has an {@code rv}. */
  public boolean hasRandomness() {
    return randomness != null;
  }

  /** Believes of all thresholds only what agrees with what the verdict rests on. */
  public void settle(Basis basis) {
    for (int span = 0; span < size; span++) {
      rows.set(span, THRESHOLD, basis.settled(threshold(span), randomness(span)));
    }
  }

  /**
   * The least randomness at which the span is seen.
   *
   * @return its threshold, or {@link Threshold#ALWAYS} without one
   */
  public long level(int span) {
    return Math.max(Threshold.ALWAYS, threshold(span));
  }

  public long spanId(int span) {
    return rows.number(span, SPAN_ID);
  }

  public long parentId(int span) {
    return rows.number(span, PARENT_ID);
  }

  /** The moment in whose window the span counts, in milliseconds since 1970. */
  public long bookedMillis(int span) {
    return rows.number(span, BOOKED);
  }

  /** See {@link SpanFacts#startNanos}. */
  public long startNanos(int span) {
    return rows.number(span, START);
  }

  /** See {@link SpanFacts#endNanos}. */
  public long endNanos(int span) {
    return rows.number(span, END);
  }

  /** See {@link SpanView#durationNanos}. */
  public long durationNanos(int span) {
    return SpanView.durationNanos(startNanos(span), endNanos(span));
  }

  /** See {@link SpanFacts#hasEvents}. */
  public boolean hasEvents(int span) {
    return (rows.number(span, META) & EVENTS) != 0;
  }

  /**
   * A number that only spans of one shape have, among those whose traces are open at a time; or
   * {@link #NO_SHAPE}.
   */
  public int shapeNumber(int span) {
    return (int) (rows.number(span, META) >>> SHAPE_SHIFT) & Shape.MOST_NUMBER;
  }

  /** Null where the span has to be looked at by itself. */
  public @Nullable Shape shape(int span) {
    return rows.traits(span) instanceof Shape shape ? shape : null;
  }

  /** The threshold it arrived with, {@link Threshold#ABSENT} or {@link Threshold#UNKNOWN}. */
  public long threshold(int span) {
    return rows.number(span, THRESHOLD);
  }

  /** Length of the span's bytes. */
  public int length(int span) {
    return (int) (rows.number(span, META) >>> LENGTH_SHIFT);
  }

  /** Length of all spans' bytes together. */
  public long byteCount() {
    long bytes = 0;
    for (int span = 0; span < size; span++) {
      bytes += length(span);
    }
    return bytes;
  }

  /** Whether it came after the trace was decided. */
  public boolean isLate(int span) {
    return (rows.number(span, META) & LATE) != 0;
  }

  public SpanKind kind(int span) {
    return KINDS[(int) ((rows.number(span, META) >>> 2) & 7)];
  }

  public StatusCode status(int span) {
    return CODES[(int) (rows.number(span, META) & 3)];
  }

  public Origin origin(int span) {
    return rows.traits(span).origin();
  }

  /** The service's name; equal names are the same object. */
  public String service(int span) {
    return origin(span).service();
  }

  /** How many different services there are. */
  int services() {
    if (size > SCANNED_UP_TO) {
      return distinctServices();
    }
    int services = 0;
    for (int span = 0; span < size; span++) {
      services += isFirstOfItsService(span) ? 1 : 0;
    }
    return services;
  }

  @SuppressWarnings("ReferenceEquality") // names of services are interned
  private boolean isFirstOfItsService(int span) {
    String service = service(span);
    for (int before = 0; before < span; before++) {
      if (service(before) == service) {
        return false;
      }
    }
    return true;
  }

  @SuppressWarnings("ReferenceEquality") // names of services are interned
  private int distinctServices() {
    Set<String> services = new HashSet<>();
    String last = "";
    for (int span = 0; span < size; span++) {
      String service = service(span);
      if (service != last) {
        services.add(service);
        last = service;
      }
    }
    return services.size();
  }

  /** Whom a CLIENT or PRODUCER span says that it called; null where it says nothing. */
  public @Nullable Peer peer(int span) {
    return rows.traits(span).peer();
  }

  /** Whether a span of this identity (Zipkin's halves of a call share an id) is there. */
  @SuppressWarnings("ReferenceEquality") // names of services are interned
  public boolean contains(long spanId, String service, SpanKind kind) {
    for (int i = first(spanId); i != NONE; i = next(i)) {
      if (kind(i) == kind && service(i) == service) {
        return true;
      }
    }
    return false;
  }

  /** The first span to arrive that has this id, or {@link #NONE}. */
  public int first(long spanId) {
    return byId == null ? rows.find(spanId, SPAN_ID, 0, size) : byId.first(spanId);
  }

  /** The next span to arrive that has the same id as this one, or {@link #NONE}. */
  public int next(int span) {
    return byId == null ? rows.find(spanId(span), SPAN_ID, span + 1, size) : byId.next(span);
  }
}
