package io.spanmill.model;

import java.math.BigInteger;
import java.util.Arrays;

/**
 * Durations in an exponential histogram of base 2^(1/64), sparse, with exact counts. Merging is
 * plain addition, so the result does not depend on order; counts may be taken back. Not
 * thread-safe.
 *
 * <p>Bucket <i>i</i> holds durations in (b<sup>i</sup>, b<sup>i+1</sup>] seconds with b =
 * 2^(2^−{@value #SCALE}), as OpenTelemetry's exponential histogram defines it. The middle of a
 * bucket is off by 0.55 % at the most.
 */
public final class Histogram {
  /** OpenTelemetry's scale. */
  public static final int SCALE = 6;

  private static final int BUCKETS_PER_OCTAVE = 1 << SCALE;

  /** 1 ns lies in bucket −1914, 2^63 ns in bucket 2118. */
  private static final int LOWEST = -1920;

  private static final int HIGHEST = 2120;

  /** More than the 34 octaves between one second and 2^63 ns. */
  private static final int SPARE_BITS = 64;

  /** Longest duration in whole nanoseconds that still belongs to bucket LOWEST + index. */
  private static final long[] UPPER_NANOS = upperNanos();

  /** Durations are told apart by their octave and the seven bits behind the first. */
  private static final int CELL_BITS = 7;

  /** For each such cell the index of the bucket of its shortest duration: few borders follow. */
  private static final short[] FIRST_OF_CELL = firstOfCell();

  /** One that has so many times fewer buckets is added bucket by bucket. */
  private static final int FEW = 8;

  /** So many durations wait to be put in their places together. */
  private static final int MOST_WAITING = 64;

  private static final int[] NO_BUCKETS = {};
  private static final long[] NO_COUNTS = {};

  private int[] buckets = NO_BUCKETS;
  private long[] counts = NO_COUNTS;
  private int size;
  private long zeros;

  /** Buckets of single durations, in no order: sorting many is less work than placing each. */
  private int[] waiting = NO_BUCKETS;

  private int waits;

  /**
   * All borders, exact to the nanosecond: those of the first octave are found with bits to spare,
   * those of every other are the same, shifted.
   */
  private static long[] upperNanos() {
    BigInteger[] octave = new BigInteger[BUCKETS_PER_OCTAVE];
    Arrays.setAll(octave, Histogram::borderNanos);
    long[] upper = new long[HIGHEST - LOWEST + 1];
    for (int i = 0; i < upper.length; i++) {
      int border = LOWEST + i + 1;
      int shift = SPARE_BITS - Math.floorDiv(border, BUCKETS_PER_OCTAVE);
      BigInteger nanos = octave[Math.floorMod(border, BUCKETS_PER_OCTAVE)].shiftRight(shift);
      upper[i] = nanos.bitLength() < Long.SIZE ? nanos.longValue() : Long.MAX_VALUE;
    }
    return upper;
  }

  /** 10^9 · 2^(index / 64) in units of 2^−{@link #SPARE_BITS}, rounded down: a 64th root. */
  private static BigInteger borderNanos(int index) {
    BigInteger root =
        BigInteger.TEN
            .pow(9 * BUCKETS_PER_OCTAVE)
            .shiftLeft(index + SPARE_BITS * BUCKETS_PER_OCTAVE);
    for (int i = 0; i < SCALE; i++) {
      root = root.sqrt();
    }
    return root;
  }

  private static short[] firstOfCell() {
    short[] first = new short[Long.SIZE << CELL_BITS];
    int at = 0;
    for (int cell = 0; cell < first.length; cell++) {
      int octave = cell >>> CELL_BITS;
      long leading = 1L << CELL_BITS | (cell & ((1 << CELL_BITS) - 1));
      int shift = octave - CELL_BITS;
      long shortest = shift >= 0 ? leading << shift : leading >>> -shift;
      while (octave < Long.SIZE - 1 && UPPER_NANOS[at] < shortest) {
        at++;
      }
      first[cell] = (short) at;
    }
    return first;
  }

  /** The bucket of a duration above 0. */
  public static int bucketOf(long nanos) {
    int octave = Long.SIZE - 1 - Long.numberOfLeadingZeros(nanos);
    int behind = (int) ((nanos << (Long.SIZE - 1 - octave)) >>> (Long.SIZE - 1 - CELL_BITS));
    int at = FIRST_OF_CELL[octave << CELL_BITS | (behind & ((1 << CELL_BITS) - 1))];
    while (UPPER_NANOS[at] < nanos) {
      at++;
    }
    return LOWEST + at;
  }

  /** Whether some duration has this bucket. */
  public static boolean isBucket(long number) {
    return number >= LOWEST && number <= HIGHEST;
  }

  /**
   * @param nanos a duration; what is not above 0 counts as 0
   * @param count how often; below 0 to take back
   */
  public void add(long nanos, long count) {
    if (nanos <= 0) {
      zeros += count;
    } else if (count == 1) {
      addOne(bucketOf(nanos));
    } else {
      addToBucket(bucketOf(nanos), count);
    }
  }

  private void addOne(int bucket) {
    if (waits == MOST_WAITING) {
      settle();
    }
    if (waits == waiting.length) {
      waiting = Arrays.copyOf(waiting, Math.max(4, 2 * waits));
    }
    waiting[waits++] = bucket;
  }

  /** Puts what waits in its places: each bucket once, with how often it was there. */
  private void settle() {
    if (waits == 0) {
      return;
    }
    Arrays.sort(waiting, 0, waits);
    long[] times = new long[waits];
    int distinct = 0;
    for (int i = 0; i < waits; i++) {
      if (distinct == 0 || waiting[i] != waiting[distinct - 1]) {
        waiting[distinct++] = waiting[i];
      }
      times[distinct - 1]++;
    }
    waits = 0;
    merge(waiting, times, distinct);
  }

  /** Adds to a bucket by its number, as {@link #bucketOf} gives it. */
  public void addToBucket(int bucket, long count) {
    int at = find(bucket);
    if (at < 0) {
      at = ~at;
      insert(at, bucket);
    }
    counts[at] += count;
  }

  /** As a binary search finds it; what is stored comes in ascending order and goes to the end. */
  private int find(int bucket) {
    boolean isNext = size == 0 || bucket > buckets[size - 1];
    return isNext ? ~size : Arrays.binarySearch(buckets, 0, size, bucket);
  }

  public void addZeros(long count) {
    zeros += count;
  }

  /** Makes room for so many buckets. */
  public void ensureBuckets(int count) {
    if (count > buckets.length) {
      buckets = Arrays.copyOf(buckets, count);
      counts = Arrays.copyOf(counts, count);
    }
  }

  /** Makes room for so many buckets, and for some that may follow. */
  private void grow(int count) {
    if (count > buckets.length) {
      ensureBuckets(Math.max(count, Math.max(4, buckets.length * 2)));
    }
  }

  private void insert(int at, int bucket) {
    grow(size + 1);
    System.arraycopy(buckets, at, buckets, at + 1, size - at);
    System.arraycopy(counts, at, counts, at + 1, size - at);
    buckets[at] = bucket;
    counts[at] = 0;
    size++;
  }

  /** Adds all that another has counted. */
  public void addAll(Histogram other) {
    other.settle();
    zeros += other.zeros;
    if (other.size * FEW < size) {
      for (int i = 0; i < other.size; i++) {
        addToBucket(other.buckets[i], other.counts[i]);
      }
    } else {
      merge(other.buckets, other.counts, other.size);
    }
  }

  /** Both stand in ascending order, so that each is walked through once, from behind. */
  private void merge(int[] others, long[] otherCounts, int otherSize) {
    int added = otherSize - shared(others, otherSize);
    grow(size + added);
    int mine = size - 1;
    int theirs = otherSize - 1;
    size += added;
    for (int at = size - 1; theirs >= 0; at--) {
      if (mine >= 0 && buckets[mine] >= others[theirs]) {
        boolean same = buckets[mine] == others[theirs];
        buckets[at] = buckets[mine];
        counts[at] = counts[mine--] + (same ? otherCounts[theirs--] : 0);
      } else {
        buckets[at] = others[theirs];
        counts[at] = otherCounts[theirs--];
      }
    }
  }

  /** How many buckets stand in both. */
  private int shared(int[] others, int otherSize) {
    int shared = 0;
    int mine = 0;
    for (int theirs = 0; theirs < otherSize; theirs++) {
      while (mine < size && buckets[mine] < others[theirs]) {
        mine++;
      }
      shared += mine < size && buckets[mine] == others[theirs] ? 1 : 0;
    }
    return shared;
  }

  /** Adds of another only the counts that have that sign. */
  void addPart(Histogram other, int sign) {
    other.settle();
    zeros += EdgeSum.part(other.zeros, sign);
    for (int i = 0; i < other.size; i++) {
      long count = EdgeSum.part(other.counts[i], sign);
      if (count != 0) {
        addToBucket(other.buckets[i], count);
      }
    }
  }

  /** Whether no bucket holds anything, above zero or below. */
  boolean isZero() {
    settle();
    boolean zero = zeros == 0;
    for (int i = 0; i < size; i++) {
      zero &= counts[i] == 0;
    }
    return zero;
  }

  public long zeros() {
    return zeros;
  }

  /** How many buckets stand here, in ascending order; some may hold nothing any more. */
  public int size() {
    settle();
    return size;
  }

  public int bucket(int index) {
    settle();
    return buckets[index];
  }

  public long count(int index) {
    settle();
    return counts[index];
  }

  /** Number of the first bucket; 0 if there is none. */
  public int offset() {
    settle();
    return size == 0 ? 0 : buckets[0];
  }

  /** OTLP's form: all buckets from the first to the last, empty ones too. */
  public long[] counts() {
    settle();
    if (size == 0) {
      return new long[0];
    }
    long[] all = new long[buckets[size - 1] - buckets[0] + 1];
    for (int i = 0; i < size; i++) {
      all[buckets[i] - buckets[0]] = counts[i];
    }
    return all;
  }

  public long total() {
    long total = zeros + waits;
    for (int i = 0; i < size; i++) {
      total += counts[i];
    }
    return total;
  }

  /**
   * The duration of the nearest rank, as the geometric middle of its bucket, in seconds.
   *
   * @param quantile above 0, up to 1
   */
  public double quantile(double quantile) {
    settle();
    long rank = (long) Math.ceil(quantile * total());
    long seen = zeros;
    if (rank <= seen) {
      return 0;
    }
    for (int i = 0; i < size; i++) {
      seen += counts[i];
      if (seen >= rank) {
        return Math.pow(2, (buckets[i] + 0.5) / BUCKETS_PER_OCTAVE);
      }
    }
    return 0;
  }
}
