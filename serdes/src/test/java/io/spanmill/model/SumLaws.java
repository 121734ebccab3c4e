package io.spanmill.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** RED and edges: the result depends neither on order nor on what was put together first. */
class SumLaws {
  private static final long SEED = 0x5eed_50b5L;
  private static final int ROUNDS = 500;

  private record RedPart(long nanos, long weight, TraceId exemplar) {}

  private record EdgePart(long count, long weight, long nanos, boolean client, boolean server) {
    EdgePart takenBack() {
      return new EdgePart(-count, weight, nanos, client, server);
    }

    void addTo(EdgeSum sum) {
      sum.addCalls(count, weight, client, server);
      sum.addClientDuration(count, nanos);
      sum.addServerDuration(count, nanos / 3);
      sum.addExample(nanos, weight, client || server, nanos);
    }
  }

  @Test
  void redDependsOnNoOrder() {
    for (long seed = SEED; seed < SEED + ROUNDS; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      List<RedPart> parts = redParts(random);
      List<Object> expected = facts(red(parts));
      Collections.shuffle(parts, new Random(seed));
      int cut = random.nextInt(parts.size());
      RedSum sum = red(parts.subList(cut, parts.size()));
      sum.add(red(parts.subList(0, cut)));
      assertThat(facts(sum)).as("seed %x", seed).isEqualTo(expected);
      sum.add(new RedSum());
      assertThat(facts(sum)).as("seed %x", seed).isEqualTo(expected);
    }
  }

  @Test
  void redSaturates() {
    for (long seed = SEED; seed < SEED + ROUNDS; seed++) {
      List<RedPart> parts = redParts(new SplittableRandom(seed));
      RedSum sum = red(parts);
      assertThat(sum.durationNanos()).isEqualTo(saturated(parts.stream().map(RedPart::nanos)));
      assertThat(sum.adjustedCalls()).isEqualTo(saturated(parts.stream().map(RedPart::weight)));
    }
  }

  private static long saturated(Stream<Long> parts) {
    return parts
        .map(BigInteger::valueOf)
        .reduce(BigInteger.ZERO, BigInteger::add)
        .min(BigInteger.valueOf(Long.MAX_VALUE))
        .longValueExact();
  }

  @Test
  void redKeepsTheExemplarsWithTheSmallestIds() {
    for (long seed = SEED; seed < SEED + ROUNDS; seed++) {
      List<RedPart> parts = redParts(new SplittableRandom(seed));
      assertThat(red(parts).exemplars())
          .as("seed %x", seed)
          .isEqualTo(parts.stream().map(RedPart::exemplar).distinct().sorted().limit(5).toList())
          .allMatch(trace -> red(parts).exemplarNanos(trace) == longest(parts, trace));
    }
  }

  private static long longest(List<RedPart> parts, TraceId trace) {
    return parts.stream()
        .filter(part -> part.exemplar().equals(trace))
        .mapToLong(RedPart::nanos)
        .max()
        .orElseThrow();
  }

  @Test
  void anEdgeIsWhatIsAboveZeroAndWhatIsBelow() {
    for (long seed = SEED; seed < SEED + ROUNDS; seed++) {
      EdgeSum sum = edge(edgeParts(new SplittableRandom(seed)));
      EdgeSum both = sum.part(1);
      EdgeSum below = sum.part(-1);
      assertThat(both.calls()).isNotNegative();
      assertThat(below.clientNanos()).isNotPositive();
      both.add(below);
      assertThat(facts(both)).as("seed %x", seed).isEqualTo(facts(sum));
      assertThat(both.isZero()).isEqualTo(sum.isZero());
    }
  }

  @Test
  void edgesDependOnNoOrder() {
    for (long seed = SEED; seed < SEED + ROUNDS; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      List<EdgePart> parts = edgeParts(random);
      List<Object> expected = facts(edge(parts));
      List<TraceId> failures = edge(parts).examples(true).ids();
      List<TraceId> others = edge(parts).examples(false).ids();
      Collections.shuffle(parts, new Random(seed));
      int cut = random.nextInt(parts.size());
      EdgeSum sum = edge(parts.subList(cut, parts.size()));
      sum.add(edge(parts.subList(0, cut)));
      assertThat(facts(sum)).as("seed %x", seed).isEqualTo(expected);
      assertThat(sum.examples(true).ids()).as("seed %x", seed).isEqualTo(failures);
      assertThat(sum.examples(false).ids()).as("seed %x", seed).isEqualTo(others);
    }
  }

  @Test
  void edgesTakenBackLeaveNothing() {
    for (long seed = SEED; seed < SEED + ROUNDS; seed++) {
      List<EdgePart> parts = edgeParts(new SplittableRandom(seed));
      EdgeSum sum = edge(parts);
      Collections.shuffle(parts, new Random(seed));
      parts.forEach(part -> part.takenBack().addTo(sum));
      assertThat(facts(sum)).as("seed %x", seed).isEqualTo(facts(new EdgeSum()));
    }
  }

  @Test
  void edgesSaturateAndComeBack() {
    EdgePart huge = new EdgePart(1, Long.MAX_VALUE, Long.MAX_VALUE, false, true);
    EdgePart small = new EdgePart(2, 1 << 24, 10, true, false);
    EdgeSum sum = edge(List.of(huge, small, huge));
    assertThat(sum.adjustedCalls()).isEqualTo(Long.MAX_VALUE);
    assertThat(sum.clientNanos()).isEqualTo(Long.MAX_VALUE);
    huge.takenBack().addTo(sum);
    huge.takenBack().addTo(sum);
    assertThat(sum.adjustedCalls()).isEqualTo(2 << 24);
    assertThat(sum.clientNanos()).isEqualTo(20);
    huge.takenBack().addTo(sum);
    huge.takenBack().addTo(sum);
    assertThat(sum.clientNanos()).isEqualTo(Long.MIN_VALUE);
  }

  @Test
  void wideSumsAreExact() {
    for (long seed = SEED; seed < SEED + ROUNDS; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      WideSum sum = new WideSum();
      BigInteger expected = BigInteger.ZERO;
      for (int i = 0; i < 50; i++) {
        long count = random.nextLong() >> random.nextInt(64);
        long each = random.nextLong() >> random.nextInt(64);
        sum.add(count, each);
        expected = expected.add(BigInteger.valueOf(count).multiply(BigInteger.valueOf(each)));
        assertThat(value(sum)).as("seed %x", seed).isEqualTo(expected);
      }
    }
  }

  private static BigInteger value(WideSum sum) {
    return BigInteger.valueOf(sum.carry()).shiftLeft(64).add(BigInteger.valueOf(sum.low()));
  }

  private static List<RedPart> redParts(SplittableRandom random) {
    List<RedPart> parts = new ArrayList<>();
    int longest = random.nextInt(1, 64);
    for (int count = random.nextInt(1, 30); count > 0; count--) {
      long nanos = random.nextLong() >>> longest;
      TraceId exemplar = new TraceId(random.nextInt(-2, 2), random.nextInt(-2, 2));
      parts.add(new RedPart(nanos, random.nextLong() >>> longest, exemplar));
    }
    return parts;
  }

  private static RedSum red(List<RedPart> parts) {
    RedSum sum = new RedSum();
    for (RedPart part : parts) {
      sum.add(part.nanos(), part.weight());
      sum.addExemplar(part.exemplar(), part.nanos());
    }
    return sum;
  }

  private static List<EdgePart> edgeParts(SplittableRandom random) {
    List<EdgePart> parts = new ArrayList<>();
    int longest = random.nextInt(1, 64);
    for (int count = random.nextInt(1, 30); count > 0; count--) {
      long weight = random.nextLong() >>> longest;
      long nanos = random.nextLong() >>> longest;
      boolean client = random.nextBoolean();
      parts.add(new EdgePart(random.nextInt(-3, 9), weight, nanos, client, random.nextBoolean()));
    }
    return parts;
  }

  private static EdgeSum edge(List<EdgePart> parts) {
    EdgeSum sum = new EdgeSum();
    parts.forEach(part -> part.addTo(sum));
    return sum;
  }

  private static List<Object> facts(RedSum sum) {
    return List.of(
        sum.calls(),
        sum.adjustedCalls(),
        sum.durationNanos(),
        sum.minNanos(),
        sum.maxNanos(),
        HistogramLaws.counts(sum.durations()),
        List.copyOf(sum.exemplars()));
  }

  private static List<Object> facts(EdgeSum sum) {
    return List.of(
        sum.calls(),
        sum.failed(),
        sum.clientErrors(),
        sum.serverErrors(),
        sum.adjustedCalls(),
        sum.clientNanos(),
        sum.serverNanos(),
        HistogramLaws.counts(sum.clientDurations()),
        HistogramLaws.counts(sum.serverDurations()));
  }
}
