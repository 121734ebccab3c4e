package io.spanmill.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanmill.fixture.Arrival;
import io.spanmill.fixture.AssemblyConfigs;
import io.spanmill.fixture.AssemblyRun;
import io.spanmill.fixture.MemoryLogs;
import io.spanmill.fixture.Recording;
import io.spanmill.fixture.TestSpan;
import io.spanmill.fixture.Traffic;
import io.spanmill.model.TraceId;
import io.spanmill.state.Stamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Partitions are divided at any record of a random run, some of it not read yet. Afterwards all is
 * told that would have been told without.
 */
class PartitionDivisionLaws {
  /** Remembered for as long as the run: else how long depends on what else is in the partition. */
  private static AssemblyConfig config(SplittableRandom random) {
    return AssemblyConfigs.random(Duration.ofHours(1), random);
  }

  /** One of the parts: its log, its store, and who goes on with them. */
  private static final class Part {
    private record Stored(byte @Nullable [] key, byte @Nullable [] value) {}

    private final SplittableRandom random;
    private final MemoryLogs logs = new MemoryLogs();
    private final TreeMap<Long, Stored> records = new TreeMap<>();
    private final Recording recording = new Recording();
    private long next;

    Part(SplittableRandom random) {
      this.random = random;
    }

    /** Some offsets hold no record, as in Kafka. */
    long append(byte @Nullable [] key, byte @Nullable [] value) {
      long offset = next + random.nextInt(3) / 2;
      next = offset + 1;
      records.put(offset, new Stored(key, value));
      if (key != null && value != null) {
        logs.append(offset, key, value);
      }
      return offset;
    }

    /** What is told at each record from here on, but for those that nobody has to process. */
    List<List<String>> goOn(AssemblyConfig config, long position) {
      TraceAssembler assembler =
          new TraceAssembler(
              config, AssemblyRun.MAX_SKEW_MILLIS, () -> AssemblyConfigs.PLENTY, recording, logs);
      List<List<String>> told = new ArrayList<>();
      NavigableMap<Long, Stored> rest = records.tailMap(position, true);
      if (!rest.isEmpty()) {
        assembler.restoreControls();
        assembler.restore(logs, 0, rest.firstKey());
      }
      recording.drain();
      rest.forEach(
          (offset, record) -> {
            assembler.process(offset, Stamp.of(record.key()), record.value());
            told.add(recording.drain());
          });
      assertThat(assembler.openTraces()).isZero();
      return told;
    }
  }

  private static final class Divided implements PartitionDivision.Parts {
    private final List<Part> parts = new ArrayList<>();

    Divided(int count, SplittableRandom random) {
      for (int part = 0; part < count; part++) {
        parts.add(new Part(random));
      }
    }

    @Override
    public long append(int part, byte @Nullable [] key, byte @Nullable [] value) {
      return parts.get(part).append(key, value);
    }

    @Override
    public long end(int part) {
      return parts.get(part).next;
    }

    @Override
    public void store(int part, byte[] key, byte[] value) {
      parts.get(part).logs.store(key, value);
    }
  }

  /** What divided partitions had set aside of old traces. */
  private int pieces;

  @Test
  void allIsToldAsIfNothingHadBeenDivided() {
    for (long seed = 0; seed < 300; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      AssemblyConfig config = config(random);
      List<Arrival> all = Traffic.random(random, 1 + random.nextInt(30));
      int before = 1 + random.nextInt(3);
      TraceSpread spread = new TraceSpread(before, before * (2 + random.nextInt(2)));
      for (int partition = 0; partition < before; partition++) {
        check(spread, config, of(partition, before, all), random, "seed " + seed);
      }
    }
    assertThat(pieces).isGreaterThan(100);
  }

  private void check(
      TraceSpread spread,
      AssemblyConfig config,
      List<Arrival> arrivals,
      SplittableRandom random,
      String seed) {
    int read = random.nextInt(arrivals.size());
    int written = read + random.nextInt(arrivals.size() - read + 1);
    AssemblyRun run = new AssemblyRun(config, AssemblyConfigs.PLENTY);
    run.outcomes(arrivals.subList(0, read), i -> false);
    for (Arrival unread : arrivals.subList(read, written)) {
      run.logs().append(unread.offset(), unread.stamp().toBytes(), unread.value());
    }
    NavigableMap<byte[], byte[]> stored = run.logs().stored();
    pieces += (int) stored.keySet().stream().filter(PartitionDivisionLaws::isPiece).count();
    Divided divided = new Divided(spread.parts(), random);
    PartitionDivision division =
        new PartitionDivision(spread, stored, arrivals.get(read).offset(), divided);
    division.begin();
    run.logs().replay(0, division.from(), Long.MAX_VALUE, division::divide);
    division.end();
    List<List<List<String>>> told = new ArrayList<>();
    for (int part = 0; part < spread.parts(); part++) {
      for (Arrival later : arrivals.subList(written, arrivals.size())) {
        Arrival own = only(span -> spread.part(span.idHigh(), span.idLow()), part, later);
        divided.append(part, own.stamp().toBytes(), own.value());
      }
      told.add(divided.parts.get(part).goOn(config, division.position(part)));
    }
    List<List<String>> whole =
        new AssemblyRun(config, AssemblyConfigs.PLENTY).outcomes(arrivals, i -> false);
    for (int i = read; i < arrivals.size(); i++) {
      int record = i - read;
      List<List<String>> parts = told.stream().map(of -> of.get(record)).toList();
      String where = seed + ", divided before record " + read + " of " + written + ", record " + i;
      assertThat(ofTraces(parts)).as(where).isEqualTo(ofTraces(List.of(whole.get(i))));
      List<String> ofAll = ofAll(whole.get(i));
      assertThat(parts).as(where).allMatch(of -> ofAll(of).equals(ofAll));
    }
  }

  private static boolean isPiece(byte[] key) {
    return key[0] == StoredDecisionLog.PIECE;
  }

  private static List<String> ofTraces(List<List<String>> told) {
    return told.stream().flatMap(List::stream).filter(line -> !isOfAll(line)).sorted().toList();
  }

  private static List<String> ofAll(List<String> told) {
    return told.stream().filter(PartitionDivisionLaws::isOfAll).toList();
  }

  /** Time and what is in force are the same in all parts. */
  private static boolean isOfAll(String line) {
    return line.startsWith("swept") || line.startsWith("control");
  }

  private static List<Arrival> of(int partition, int partitions, List<Arrival> all) {
    return all.stream()
        .map(
            arrival ->
                only(
                    span -> TraceId.partition(span.idHigh(), span.idLow(), partitions),
                    partition,
                    arrival))
        .toList();
  }

  private static Arrival only(ToIntFunction<TestSpan> place, int wanted, Arrival arrival) {
    List<TestSpan> own =
        arrival.spans().stream().filter(span -> place.applyAsInt(span) == wanted).toList();
    return new Arrival(arrival.offset(), arrival.stamp(), own, arrival.control());
  }
}
