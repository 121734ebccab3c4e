package io.spanmill.trace;

import static io.spanmill.trace.RowPool.WIDTH;

import io.spanmill.model.Basis;
import io.spanmill.model.SpanKind;
import io.spanmill.model.StatusCode;
import io.spanmill.model.Threshold;
import io.spanmill.otlp.Origin;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What has to be known of a trace's spans without their bytes, by index in order of arrival: enough
 * to tell duplicates, to find parents and to link spans that come late. Spans are found by id in
 * constant time. Not thread-safe.
 */
public final class SpanTable {
  /** There is no such span. */
  public static final int NONE = -1;

  private static final SpanKind[] KINDS = SpanKind.values();
  private static final StatusCode[] CODES = StatusCode.values();

  private static final int SPAN_ID = 0;
  private static final int PARENT_ID = 1;
  private static final int BOOKED = 2;
  private static final int DURATION = 3;
  private static final int THRESHOLD = 4;

  /** Length of the span's bytes, then a bit "late", three bits of kind, two bits of status. */
  private static final int META = 5;

  /** What a {@link TraceTree} knows of a span. */
  private static final int TREE_BYTES = 2 * Integer.BYTES;

  /** Up to here looking at each is as fast as looking it up. */
  private static final int SCANNED_UP_TO = 24;

  private static final long LATE = 1L << 5;

  /** Characters of a peer's name that count as nothing. */
  private static final int COMMON_NAME = 32;

  private static final int[] NOBODY = {};

  private final RowPool pool;

  /** The size of what is held of the pool; −1 for nothing. */
  private int rowsSize = -1;

  /** Which of that size it is. */
  private int rowsNumber;

  private RowPool.Slab slab = RowPool.NOWHERE;

  /** Where in the slab the first row is. */
  private int firstRow;

  private int capacity;
  private int size;

  /** The {@code rv} of each span, from the first one that has one. */
  private long @Nullable [] randomness;

  /** Bytes of origins and peers that are larger than is common. */
  private long charges;

  /** Hashes of the origins that are charged already. */
  private int[] charged = NOBODY;

  /** Of more spans than can be looked at one by one. */
  private @Nullable IdIndex byId;

  SpanTable(RowPool pool) {
    this.pool = pool;
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
        charges
            + capacity * (long) (RowPool.ROW_BYTES + TREE_BYTES)
            + (byId == null ? 0 : byId.footprint())
            + (randomness == null ? 0 : randomness.length * Long.BYTES);
    return (int) Math.min(bytes, Integer.MAX_VALUE / 4);
  }

  /** Adds a span and returns its index; whether it is there already is the caller's to ask. */
  public int add(SpanFacts span) {
    if (size == capacity) {
      grow();
    }
    int row = row(size);
    long[] numbers = slab.numbers;
    numbers[row + SPAN_ID] = span.spanId();
    numbers[row + PARENT_ID] = span.parentId();
    numbers[row + BOOKED] = span.bookedMillis();
    numbers[row + DURATION] = span.durationNanos();
    numbers[row + THRESHOLD] = span.threshold();
    numbers[row + META] =
        ((long) span.length() << 6)
            | (span.isLate() ? LATE : 0)
            | ((long) span.kind().ordinal() << 2)
            | span.status().ordinal();
    slab.origins[firstRow + size] = span.origin();
    slab.peers[firstRow + size] = span.peer();
    charge(span);
    addRandomness(span.randomness());
    size++;
    index();
    return size - 1;
  }

  /** Moves to rows of the next size. */
  private void grow() {
    RowPool.Slab from = slab;
    int fromRow = firstRow;
    int fromSize = rowsSize;
    int fromNumber = rowsNumber;
    takeRows(fromSize + 1);
    System.arraycopy(from.numbers, fromRow * WIDTH, slab.numbers, firstRow * WIDTH, size * WIDTH);
    System.arraycopy(from.origins, fromRow, slab.origins, firstRow, size);
    System.arraycopy(from.peers, fromRow, slab.peers, firstRow, size);
    giveBack(fromSize, fromNumber);
  }

  private void takeRows(int newSize) {
    rowsSize = newSize;
    capacity = RowPool.rows(newSize);
    if (RowPool.isShared(newSize)) {
      rowsNumber = pool.take(newSize);
      slab = pool.slab(newSize, rowsNumber);
      firstRow = pool.firstRow(newSize, rowsNumber);
    } else {
      slab = RowPool.own(newSize);
      firstRow = 0;
    }
  }

  private void giveBack(int oldSize, int number) {
    if (oldSize >= 0 && RowPool.isShared(oldSize)) {
      pool.giveBack(oldSize, number);
    }
  }

  /** Forgets all spans, and gives back what was held of the pool. */
  void free() {
    giveBack(rowsSize, rowsNumber);
    rowsSize = -1;
    slab = RowPool.NOWHERE;
    firstRow = 0;
    capacity = 0;
    size = 0;
    randomness = null;
    charges = 0;
    charged = NOBODY;
    byId = null;
  }

  private int row(int span) {
    return (firstRow + span) * WIDTH;
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

  /** By what the spans say alone, so that a restart counts the same. */
  private void charge(SpanFacts span) {
    Peer peer = span.peer();
    charges += peer == null ? 0 : Math.max(0, peer.name().length() - COMMON_NAME);
    int excess = span.origin().excess();
    if (excess == 0) {
      return;
    }
    int hash = span.origin().bytesHash();
    for (int known : charged) {
      if (known == hash) {
        return;
      }
    }
    charges += excess + Integer.BYTES;
    charged = Arrays.copyOf(charged, charged.length + 1);
    charged[charged.length - 1] = hash;
  }

  private void addRandomness(long rv) {
    if (rv == Basis.NO_RANDOMNESS && randomness == null) {
      return;
    }
    if (randomness == null) {
      randomness = new long[capacity];
      Arrays.fill(randomness, 0, size, Basis.NO_RANDOMNESS);
    } else if (size == randomness.length) {
      randomness = Arrays.copyOf(randomness, capacity);
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
      int at = row(span) + THRESHOLD;
      slab.numbers[at] = basis.settled(slab.numbers[at], randomness(span));
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
    return slab.numbers[row(span) + SPAN_ID];
  }

  public long parentId(int span) {
    return slab.numbers[row(span) + PARENT_ID];
  }

  /** The moment in whose window the span counts, in milliseconds since 1970. */
  public long bookedMillis(int span) {
    return slab.numbers[row(span) + BOOKED];
  }

  public long durationNanos(int span) {
    return slab.numbers[row(span) + DURATION];
  }

  /** The threshold it arrived with, {@link Threshold#ABSENT} or {@link Threshold#UNKNOWN}. */
  public long threshold(int span) {
    return slab.numbers[row(span) + THRESHOLD];
  }

  /** Length of the span's bytes. */
  public int length(int span) {
    return (int) (slab.numbers[row(span) + META] >>> 6);
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
    return (slab.numbers[row(span) + META] & LATE) != 0;
  }

  public SpanKind kind(int span) {
    return KINDS[(int) ((slab.numbers[row(span) + META] >>> 2) & 7)];
  }

  public StatusCode status(int span) {
    return CODES[(int) (slab.numbers[row(span) + META] & 3)];
  }

  public Origin origin(int span) {
    return Objects.requireNonNull(slab.origins[firstRow + span]);
  }

  /** The service's name; equal names are the same object. */
  public String service(int span) {
    return origin(span).service();
  }

  /** Whom a CLIENT or PRODUCER span says that it called; null where it says nothing. */
  public @Nullable Peer peer(int span) {
    return slab.peers[firstRow + span];
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
    return byId == null ? scan(spanId, 0) : byId.first(spanId);
  }

  /** The next span to arrive that has the same id as this one, or {@link #NONE}. */
  public int next(int span) {
    return byId == null ? scan(spanId(span), span + 1) : byId.next(span);
  }

  private int scan(long spanId, int from) {
    long[] numbers = slab.numbers;
    int at = row(from) + SPAN_ID;
    for (int span = from; span < size; span++) {
      if (numbers[at] == spanId) {
        return span;
      }
      at += WIDTH;
    }
    return NONE;
  }
}
