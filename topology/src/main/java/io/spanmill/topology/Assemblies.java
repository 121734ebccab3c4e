package io.spanmill.topology;

import io.spanmill.assembly.AssemblyStatus;
import io.spanmill.assembly.AssemblyWatch;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The assemblers of this process, as they were seen last. Thread-safe. */
final class Assemblies implements AssemblyWatch {
  private static final double NANOS_PER_SECOND = 1e9;

  /** How far one is in coming back. */
  enum Stage {
    /** Its first record has not come. */
    WAITING,
    RESTORING,
    RESTORED
  }

  /**
   * What is read again of the spans topic, or of an input that is partitioned by trace.
   *
   * @param read how many offsets have been
   * @param wanted how many there are
   * @param missing how many of these the topic has no more
   */
  record Replay(long read, long wanted, long missing) {
    static final Replay NONE = new Replay(0, 0);

    Replay(long read, long wanted) {
      this(read, wanted, 0);
    }
  }

  /**
   * One of them.
   *
   * @param sinceNanos when it came into this stage
   * @param restoreSeconds how long it took to restore; 0 before
   * @param status null before the first that it told
   */
  record Assembly(
      Stage stage,
      long sinceNanos,
      Replay replay,
      double restoreSeconds,
      @Nullable AssemblyStatus status) {}

  private final Map<Integer, Assembly> assemblies = new ConcurrentHashMap<>();
  private final LongSupplier nanos;

  Assemblies(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** By partition. */
  Map<Integer, Assembly> all() {
    return new TreeMap<>(assemblies);
  }

  @Override
  public void opened(int partition) {
    long now = nanos.getAsLong();
    assemblies.put(partition, new Assembly(Stage.WAITING, now, Replay.NONE, 0, null));
  }

  @Override
  public void restoring(int partition) {
    long now = nanos.getAsLong();
    assemblies.put(partition, new Assembly(Stage.RESTORING, now, Replay.NONE, 0, null));
  }

  /** While it is restored: so much has been read again. */
  void replayed(int partition, Replay replay) {
    change(
        partition,
        was ->
            new Assembly(
                was.stage(), was.sinceNanos(), replay, was.restoreSeconds(), was.status()));
  }

  @Override
  public void restored(int partition) {
    long now = nanos.getAsLong();
    change(
        partition,
        was ->
            new Assembly(
                Stage.RESTORED,
                now,
                was.replay(),
                (now - was.sinceNanos()) / NANOS_PER_SECOND,
                was.status()));
  }

  @Override
  public void tell(int partition, AssemblyStatus status) {
    change(
        partition,
        was ->
            new Assembly(
                was.stage(), was.sinceNanos(), was.replay(), was.restoreSeconds(), status));
  }

  @Override
  public void closed(int partition) {
    assemblies.remove(partition);
  }

  private void change(int partition, UnaryOperator<Assembly> change) {
    assemblies.computeIfPresent(partition, (unused, was) -> change.apply(was));
  }
}
