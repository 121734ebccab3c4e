package io.spanmill.window;

import io.spanmill.model.Total;
import io.spanmill.model.Totals;
import io.spanmill.node.Commits;
import io.spanmill.state.TotalsFormat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/**
 * Counts the sums of a series over all windows, and tells the world at intervals what they have
 * come to, or by how much they have grown. Reads beside {@link AccumulateSums}, which refuses what
 * cannot be read.
 *
 * <p>Whoever asks this process is told only what was committed: a count that went back because a
 * process died would be taken for one that began anew.
 *
 * @param <K> the series
 * @param <S> the sum
 */
public final class ExportTotals<K, S>
    implements ProcessorSupplier<byte[], byte[], String, Totals<K, S>> {
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  /** So many series are told in one record. */
  private static final int SERIES_OF_RECORD = 250;

  /** What is told to those who read the records. */
  public enum Telling {
    NONE,
    /** By how much each series has grown. */
    DELTA,
    /** What each series has come to. */
    CUMULATIVE
  }

  /**
   * What is counted, and how it is told.
   *
   * @param store name of the store, a persistent format
   * @param mostSeries how many series there may be in one partition, the overflow apart
   * @param interval between two tellings
   * @param expiry a series that has not grown for so long is forgotten
   * @param watched whether the watch hears what each series has come to
   */
  public record Export<K, S>(
      String store,
      TotalsFormat<K, S> format,
      int mostSeries,
      Duration interval,
      Duration expiry,
      Telling telling,
      boolean watched) {

    private boolean isEver() {
      return watched || telling == Telling.CUMULATIVE;
    }
  }

  private final Export<K, S> export;
  private final TotalsWatch<K, S> watch;

  public ExportTotals(Export<K, S> export, TotalsWatch<K, S> watch) {
    this.export = export;
    this.watch = watch;
  }

  @Override
  public Set<StoreBuilder<?>> stores() {
    return Set.of(
        Stores.keyValueStoreBuilder(
                Stores.persistentKeyValueStore(export.store()), Serdes.Bytes(), Serdes.ByteArray())
            .withCachingEnabled());
  }

  @Override
  public Processor<byte[], byte[], String, Totals<K, S>> get() {
    return new Node();
  }

  private final class Node implements Processor<byte[], byte[], String, Totals<K, S>> {
    @SuppressWarnings("NullAway.Init") // Kafka Streams calls init first
    private ProcessorContext<String, Totals<K, S>> context;

    @SuppressWarnings("NullAway.Init")
    private SeriesTotals<K, S> totals;

    @SuppressWarnings("NullAway.Init")
    private Commits commits;

    /** What is not known to be committed, and how many commits there were when it was made. */
    private @Nullable List<Total<K, S>> uncertain;

    private long commitsBefore;

    @Override
    public void init(ProcessorContext<String, Totals<K, S>> context) {
      this.context = context;
      commits = new Commits(context);
      SeriesTotals.Bounds bounds =
          new SeriesTotals.Bounds(export.mostSeries(), export.isEver(), export.expiry().toMillis());
      totals =
          new SeriesTotals<>(
              export.format(),
              bounds,
              context.taskId().partition(),
              new StoredSums(context.getStateStore(export.store())));
      context.schedule(export.interval(), PunctuationType.WALL_CLOCK_TIME, this::tell);
      if (export.watched()) {
        List<Total<K, S>> recalled = new ArrayList<>();
        totals.recall(recalled::add);
        watch.stand(context.taskId().partition(), List.copyOf(recalled));
        context.schedule(LOOK_EVERY, PunctuationType.WALL_CLOCK_TIME, now -> publish());
      }
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
      byte[] value = record.value();
      if (value == null || record.key() == null) {
        return;
      }
      try {
        long now = context.currentSystemTimeMs();
        SumBatch.read(value, export.format())
            .forEach(part -> totals.add(part.key().bytes(), part.sum(), now));
      } catch (IllegalArgumentException notOurs) {
        // It is a dead letter, by the node beside this one.
      }
    }

    private void tell(long now) {
      List<Total<K, S>> standing = new ArrayList<>();
      List<Total<K, S>> gained = new ArrayList<>();
      totals.tell(
          now,
          new SeriesTotals.World<>() {
            @Override
            public void gained(Total<K, S> gain) {
              if (export.telling() == Telling.DELTA) {
                gained.add(gain);
                forwardFull(now, gained);
              }
            }

            @Override
            public void stands(Total<K, S> total) {
              standing.add(total);
            }
          });
      forward(now, true, gained);
      if (export.telling() == Telling.CUMULATIVE) {
        for (int from = 0; from < standing.size(); from += SERIES_OF_RECORD) {
          int to = Math.min(standing.size(), from + SERIES_OF_RECORD);
          forward(now, false, standing.subList(from, to));
        }
      }
      if (export.watched()) {
        publish();
        expect(standing);
      }
    }

    private void forwardFull(long now, List<Total<K, S>> gained) {
      if (gained.size() == SERIES_OF_RECORD) {
        forward(now, true, gained);
        gained.clear();
      }
    }

    private void forward(long now, boolean delta, List<Total<K, S>> some) {
      if (!some.isEmpty()) {
        String key = export.store() + "-" + context.taskId().partition();
        context.forward(new Record<>(key, new Totals<>(now, delta, List.copyOf(some)), now));
      }
    }

    /** What waits already comes first, else it might be replaced again and again. */
    private void expect(List<Total<K, S>> standing) {
      if (uncertain == null) {
        commitsBefore = commits.count();
        uncertain = standing;
      }
    }

    /** Where nobody counts commits, what is there is certain. */
    private void publish() {
      long count = commits.count();
      if (uncertain != null && (count < 0 || count > commitsBefore)) {
        watch.stand(context.taskId().partition(), List.copyOf(uncertain));
        uncertain = null;
      }
    }

    @Override
    public void close() {
      watch.closed(context.taskId().partition());
    }
  }
}
