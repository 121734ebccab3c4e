package io.spanmill.window;

import io.spanmill.otlp.AttributeValue;
import io.spanmill.state.SumFormat;
import io.spanmill.state.SumKind;
import io.spanmill.wire.ByteReader;
import io.spanmill.wire.ProtoWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Sums gathered in one partition since they last left: so that what travels is one number per
 * series and not one per span. When they have left they are empty, but what has a sum is known, as
 * most of it comes again. Not thread-safe.
 *
 * <p>They leave in batches, one for each target partition:
 *
 * <pre>
 * version 2, kind, then to the end: length of the key, key, length of the sum, sum (lengths as varints)
 * </pre>
 *
 * @param <S> the sum
 */
public final class LocalSums<S> {
  /** Takes the batch for one partition. */
  public interface Output {
    void batch(int partition, byte[] sums);
  }

  /** Takes the sums of a batch. */
  public interface Reader {
    /**
     * @param key a copy
     * @param sum of this sum alone
     */
    void sum(byte[] key, ByteReader sum);
  }

  private static final byte VERSION = 2;
  private static final int HEADER_BYTES = 2;

  /** A batch is ended when it has reached this size. */
  private static final int BATCH_BYTES = 512 * 1024;

  /** So many sums are gathered where they can leave: then they do, before another begins. */
  static final int MOST = 8 * 1024;

  private static final int LEAST_SLOTS = 256;

  /** So many keys are known, for each that has a sum, before those that have none are gone. */
  private static final int KNOWN_FOR_EACH = 4;

  private static final class Entry<S> {
    private final byte[] key;
    private final int hash;
    private final int partition;
    private @Nullable S sum;
    private boolean filled;

    Entry(byte[] key, int hash, int partition) {
      this.key = key;
      this.hash = hash;
      this.partition = partition;
    }
  }

  private final SumFormat<?, S> format;
  private final int most;
  private final Output whenFull;
  private final ProtoWriter batch = new ProtoWriter(4 * 1024);
  private final ProtoWriter one = new ProtoWriter(1024);

  /** By target partition: what is to leave, in the order in which it came. */
  private final List<List<Entry<S>>> filled = new ArrayList<>();

  private int filledSize;
  private Entry<S>[] slots = slots(LEAST_SLOTS);
  private int known;
  private final SumsByShape<Entry<S>> byShape = new SumsByShape<>();

  /** For sums of which there are few, whatever comes. */
  public LocalSums(SumFormat<?, S> format, int partitions) {
    this(format, partitions, Integer.MAX_VALUE, (partition, sums) -> {});
  }

  /**
   * @param whenFull takes what leaves because there is too much of it, before {@link #drain}
   */
  public LocalSums(SumFormat<?, S> format, int partitions, Output whenFull) {
    this(format, partitions, MOST, whenFull);
  }

  private LocalSums(SumFormat<?, S> format, int partitions, int most, Output whenFull) {
    this.format = format;
    this.most = most;
    this.whenFull = whenFull;
    for (int partition = 0; partition < partitions; partition++) {
      filled.add(new ArrayList<>());
    }
  }

  @SuppressWarnings("unchecked") // an array of a generic type can be made in no other way
  private static <S> Entry<S>[] slots(int count) {
    return (Entry<S>[]) new Entry<?>[count];
  }

  /**
   * The sum to add to, for a key as the format spells it: good until another is asked for.
   *
   * @param key read up to its size, and copied only when it is new
   */
  public S at(ProtoWriter key) {
    return fill(entry(key));
  }

  /**
   * The sum that spans of a shape were added to before in that window; null if that is forgotten.
   * Good until another is asked for.
   *
   * @param shape see {@link io.spanmill.trace.SpanTable#shapeNumber}, or a number of whatever else
   *     keys follow from, above 0
   */
  public @Nullable S of(int shape, long windowStartMillis) {
    Entry<S> entry = byShape.find(shape, windowStartMillis);
    return entry == null ? null : fill(entry);
  }

  /** As {@link #at(ProtoWriter)}, of which {@link #of} may know the next time. */
  public S at(ProtoWriter key, int shape, long windowStartMillis) {
    Entry<S> entry = entry(key);
    S sum = fill(entry);
    byShape.put(shape, windowStartMillis, entry);
    return sum;
  }

  private S fill(Entry<S> entry) {
    if (!entry.filled) {
      if (filledSize == most) {
        forgetOthers();
        leave(whenFull);
        learn(entry);
      }
      entry.filled = true;
      filled.get(entry.partition).add(entry);
      filledSize++;
    }
    S sum = entry.sum == null ? format.empty() : entry.sum;
    entry.sum = sum;
    return sum;
  }

  private Entry<S> entry(ProtoWriter key) {
    int hash = AttributeValue.textHash(key.array(), 0, key.size());
    int at = hash & (slots.length - 1);
    for (Entry<S> entry = slots[at]; entry != null; entry = slots[at]) {
      if (entry.hash == hash && isEqual(entry.key, key)) {
        return entry;
      }
      at = (at + 1) & (slots.length - 1);
    }
    byte[] copy = key.toByteArray();
    Entry<S> added = new Entry<>(copy, hash, partition(copy));
    learn(added);
    return added;
  }

  private static boolean isEqual(byte[] known, ProtoWriter key) {
    return Arrays.equals(known, 0, known.length, key.array(), 0, key.size());
  }

  private void learn(Entry<S> entry) {
    if (++known * 2 > slots.length) {
      Entry<S>[] before = slots;
      slots = slots(before.length * 2);
      for (Entry<S> moved : before) {
        if (moved != null) {
          enter(moved);
        }
      }
    }
    enter(entry);
  }

  private void enter(Entry<S> entry) {
    int at = entry.hash & (slots.length - 1);
    while (slots[at] != null) {
      at = (at + 1) & (slots.length - 1);
    }
    slots[at] = entry;
  }

  /**
   * Where a series is put together, whatever the window: part of the format of the topics in
   * between, to be changed only while they are empty.
   */
  private int partition(byte[] key) {
    int hash = 1;
    for (int i = SumFormat.WINDOW_BYTES; i < key.length; i++) {
      hash = 31 * hash + key[i];
    }
    hash *= 0x9E3779B1;
    return Math.floorMod(hash ^ (hash >>> 16), filled.size());
  }

  /**
   * What the sums of a batch are about.
   *
   * @throws IllegalArgumentException if it is none, or of another version
   */
  public static SumKind kindOf(byte[] batch) {
    ByteReader in = new ByteReader(batch);
    in.expectVersion(VERSION);
    return in.readOneOf(SumKind.values());
  }

  /**
   * Takes a batch apart.
   *
   * @throws IllegalArgumentException if it is none, or of another version; what stood before the
   *     fault has been read
   */
  public static void read(byte[] batch, Reader reader) {
    ByteReader in = new ByteReader(batch);
    in.expectVersion(VERSION);
    in.readOneOf(SumKind.values());
    while (in.hasMore()) {
      byte[] key = new byte[in.readCount(1)];
      System.arraycopy(batch, in.position(), key, 0, key.length);
      in.skip(key.length);
      int length = in.readCount(1);
      reader.sum(key, new ByteReader(batch, in.position(), in.position() + length));
      in.skip(length);
    }
  }

  /** Puts out all sums; afterwards there are none. */
  public void drain(Output output) {
    if (known > KNOWN_FOR_EACH * filledSize) {
      forgetOthers();
    }
    leave(output);
  }

  private void leave(Output output) {
    for (int partition = 0; partition < filled.size(); partition++) {
      leave(partition, output);
    }
    filledSize = 0;
  }

  /** All of which there is no sum now: of windows that are gone, too. */
  private void forgetOthers() {
    slots = slots(LEAST_SLOTS);
    known = 0;
    byShape.clear();
    for (List<Entry<S>> entries : filled) {
      entries.forEach(this::learn);
    }
  }

  private void leave(int partition, Output output) {
    beginBatch();
    for (Entry<S> entry : filled.get(partition)) {
      S sum = Objects.requireNonNull(entry.sum);
      format.write(sum, one.clear());
      batch.writeSized(entry.key, 0, entry.key.length).writeSized(one.array(), 0, one.size());
      entry.sum = format.emptied(sum);
      entry.filled = false;
      if (batch.size() > BATCH_BYTES) {
        output.batch(partition, batch.toByteArray());
        beginBatch();
      }
    }
    if (batch.size() > HEADER_BYTES) {
      output.batch(partition, batch.toByteArray());
    }
    filled.get(partition).clear();
  }

  private void beginBatch() {
    batch.clear().writeByte(VERSION).writeByte((byte) format.kind().ordinal());
  }
}
