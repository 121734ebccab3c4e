package io.spanmill.trace;

import io.spanmill.model.Basis;
import io.spanmill.model.SpanKind;
import io.spanmill.model.StatusCode;
import io.spanmill.model.Threshold;
import io.spanmill.otlp.Origin;
import java.util.Arrays;
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

  private static final int WIDTH = 6;

  /** References to origin and peer, and the tree's two numbers. */
  private static final int BESIDE_ROW = 4 * Integer.BYTES;

  private static final long LATE = 1L << 5;

  /** Characters of a peer's name that count as nothing. */
  private static final int COMMON_NAME = 32;

  private long[] rows = new long[4 * WIDTH];
  private Origin[] origins = new Origin[4];
  private @Nullable Peer[] peers = new Peer[4];

  /** The {@code rv} of each span, from the first one that has one. */
  private long @Nullable [] randomness;

  private int size;

  /** Bytes of origins and peers that are larger than is common. */
  private long charges;

  /** Hashes of the origins that are charged already. */
  private int[] charged = {};

  private final IdIndex byId = new IdIndex(this::spanId);

  public int size() {
    return size;
  }

  /** Bytes that this and a {@link TraceTree} of it take in memory, about. */
  public int footprint() {
    int explicit = randomness == null ? 0 : randomness.length * Long.BYTES;
    long bytes =
        charges
            + rows.length * (long) Long.BYTES
            + origins.length * (long) BESIDE_ROW
            + byId.footprint()
            + explicit
            + 180;
    return (int) Math.min(bytes, Integer.MAX_VALUE / 4);
  }

  /** Adds a span and returns its index; whether it is there already is the caller's to ask. */
  public int add(SpanFacts span) {
    if (size == origins.length) {
      rows = Arrays.copyOf(rows, rows.length * 2);
      origins = Arrays.copyOf(origins, size * 2);
      peers = Arrays.copyOf(peers, size * 2);
    }
    int row = size * WIDTH;
    rows[row + SPAN_ID] = span.spanId();
    rows[row + PARENT_ID] = span.parentId();
    rows[row + BOOKED] = span.bookedMillis();
    rows[row + DURATION] = span.durationNanos();
    rows[row + THRESHOLD] = span.threshold();
    rows[row + META] =
        ((long) span.length() << 6)
            | (span.isLate() ? LATE : 0)
            | ((long) span.kind().ordinal() << 2)
            | span.status().ordinal();
    origins[size] = span.origin();
    peers[size] = span.peer();
    charge(span);
    addRandomness(span.randomness());
    byId.add(size);
    return size++;
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
      randomness = new long[origins.length];
      Arrays.fill(randomness, 0, size, Basis.NO_RANDOMNESS);
    } else if (size == randomness.length) {
      randomness = Arrays.copyOf(randomness, origins.length);
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
      int at = span * WIDTH + THRESHOLD;
      rows[at] = basis.settled(rows[at], randomness(span));
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
    return rows[span * WIDTH + SPAN_ID];
  }

  public long parentId(int span) {
    return rows[span * WIDTH + PARENT_ID];
  }

  /** The moment in whose window the span counts, in milliseconds since 1970. */
  public long bookedMillis(int span) {
    return rows[span * WIDTH + BOOKED];
  }

  public long durationNanos(int span) {
    return rows[span * WIDTH + DURATION];
  }

  /** The threshold it arrived with, {@link Threshold#ABSENT} or {@link Threshold#UNKNOWN}. */
  public long threshold(int span) {
    return rows[span * WIDTH + THRESHOLD];
  }

  /** Length of the span's bytes. */
  public int length(int span) {
    return (int) (rows[span * WIDTH + META] >>> 6);
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
    return (rows[span * WIDTH + META] & LATE) != 0;
  }

  public SpanKind kind(int span) {
    return KINDS[(int) ((rows[span * WIDTH + META] >>> 2) & 7)];
  }

  public StatusCode status(int span) {
    return CODES[(int) (rows[span * WIDTH + META] & 3)];
  }

  public Origin origin(int span) {
    return origins[span];
  }

  /** The service's name; equal names are the same object. */
  public String service(int span) {
    return origins[span].service();
  }

  /** Whom a CLIENT or PRODUCER span says that it called; null where it says nothing. */
  public @Nullable Peer peer(int span) {
    return peers[span];
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
    return byId.first(spanId);
  }

  /** The next span to arrive that has the same id as this one, or {@link #NONE}. */
  public int next(int span) {
    return byId.next(span);
  }
}
