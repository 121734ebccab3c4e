package io.spanmill.window;

import io.spanmill.otlp.AttributeValue;
import io.spanmill.state.SumFormat;
import io.spanmill.state.SumKind;
import io.spanmill.wire.ByteReader;
import io.spanmill.wire.ProtoWriter;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Sums gathered in one partition since they last left: so that what travels is one number per
 * series and not one per span. Not thread-safe.
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

  private static final class Entry<S> {
    private final byte[] key;
    private final int hash;
    private final int partition;
    private final S sum;

    Entry(byte[] key, int hash, int partition, S sum) {
      this.key = key;
      this.hash = hash;
      this.partition = partition;
      this.sum = sum;
    }
  }

  private final SumFormat<?, S> format;
  private final int partitions;
  private final int most;
  private final Output whenFull;
  private final ProtoWriter batch = new ProtoWriter(4 * 1024);
  private final ProtoWriter one = new ProtoWriter(1024);
  private Entry<S>[] slots = slots(256);
  private final SumsByShape<S> byShape = new SumsByShape<>();
  private int size;

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
    this.partitions = partitions;
    this.most = most;
    this.whenFull = whenFull;
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
    int hash = AttributeValue.textHash(key.array(), 0, key.size());
    int at = hash & (slots.length - 1);
    while (slots[at] != null) {
      Entry<S> entry = slots[at];
      if (entry.hash == hash && isEqual(entry.key, key)) {
        return entry.sum;
      }
      at = (at + 1) & (slots.length - 1);
    }
    return add(key.toByteArray(), hash);
  }

  /**
   * The sum that spans of a shape were added to before in that window; null if that is forgotten.
   * Good until another is asked for.
   *
   * @param shape see {@link io.spanmill.trace.SpanTable#shapeNumber}
   */
  public @Nullable S of(int shape, long windowStartMillis) {
    return byShape.find(shape, windowStartMillis);
  }

  /** As {@link #at(ProtoWriter)}, of which {@link #of} may know the next time. */
  public S at(ProtoWriter key, int shape, long windowStartMillis) {
    S sum = at(key);
    byShape.put(shape, windowStartMillis, sum);
    return sum;
  }

  private static boolean isEqual(byte[] known, ProtoWriter key) {
    return Arrays.equals(known, 0, known.length, key.array(), 0, key.size());
  }

  private S add(byte[] key, int hash) {
    Entry<S> entry = new Entry<>(key, hash, partition(key), format.empty());
    if (size == most) {
      drain(whenFull);
    }
    if (++size * 2 > slots.length) {
      Entry<S>[] old = slots;
      slots = slots(old.length * 2);
      for (Entry<S> moved : old) {
        if (moved != null) {
          enter(moved);
        }
      }
    }
    enter(entry);
    return entry.sum;
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
    return Math.floorMod(hash ^ (hash >>> 16), partitions);
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
    if (size == 0) {
      return;
    }
    for (int partition = 0; partition < partitions; partition++) {
      drain(partition, output);
    }
    Arrays.fill(slots, null);
    byShape.clear();
    size = 0;
  }

  private void drain(int partition, Output output) {
    beginBatch();
    for (Entry<S> entry : slots) {
      if (entry != null && entry.partition == partition) {
        format.write(entry.sum, one.clear());
        batch.writeSized(entry.key, 0, entry.key.length).writeSized(one.array(), 0, one.size());
        if (batch.size() > BATCH_BYTES) {
          output.batch(partition, batch.toByteArray());
          beginBatch();
        }
      }
    }
    if (batch.size() > HEADER_BYTES) {
      output.batch(partition, batch.toByteArray());
    }
  }

  private void beginBatch() {
    batch.clear().writeByte(VERSION).writeByte((byte) format.kind().ordinal());
  }
}
