package io.spanmill.topology;

import io.spanmill.assembly.PartitionDivision;
import io.spanmill.assembly.TraceSpread;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Carries one partition of a stopped pipeline over into those it becomes. */
final class PartitionGrowth {
  private static final long TELL_NANOS = Duration.ofSeconds(2).toNanos();

  private final StoppedAssembly old;
  private final TraceSpread spread;
  private final HeldGroup group;
  private final GrowthWriter writer;
  private final Consumer<String> progress;
  private long records;
  private long toldNanos = System.nanoTime();

  PartitionGrowth(
      StoppedAssembly old,
      TraceSpread spread,
      HeldGroup group,
      GrowthWriter writer,
      Consumer<String> progress) {
    this.old = old;
    this.spread = spread;
    this.group = group;
    this.writer = writer;
    this.progress = progress;
  }

  /**
   * Writes all that the new partitions get.
   *
   * @throws KafkaFailure if Kafka does not confirm it
   */
  List<Growth.Row> grow(int partition) {
    PartitionDivision division =
        new PartitionDivision(
            spread,
            old.stored(partition),
            old.position(partition),
            writer.parts(partition, spread));
    division.begin();
    old.read(
        partition,
        division.from(),
        (offset, key, value) -> divide(division, partition, offset, key, value));
    division.end();
    writer.commit();
    tell(partition);
    List<Growth.Row> rows = new ArrayList<>();
    for (int part = 0; part < spread.parts(); part++) {
      int grown = spread.partition(partition, part);
      writer.position(grown, division.position(part));
      rows.add(
          new Growth.Row(
              grown, partition, records, division.spans(part), division.decisions(part)));
    }
    return rows;
  }

  private void divide(
      PartitionDivision division,
      int partition,
      long offset,
      byte @Nullable [] key,
      byte @Nullable [] value) {
    division.divide(offset, key, value);
    records++;
    if (writer.isCommitDue()) {
      writer.commit();
      group.stay();
    }
    if (System.nanoTime() - toldNanos > TELL_NANOS) {
      tell(partition);
    }
  }

  private void tell(int partition) {
    progress.accept(old.name(partition) + ": " + records + " records");
    toldNanos = System.nanoTime();
  }
}
