package io.spanmill.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PathSumLaws {
  private static final long SEED = 0x5eed_9a74L;
  private static final int ROUNDS = 500;

  private record Part(String name, long nanos, TraceId trace) {}

  @Test
  void dependsOnNoOrder() {
    for (long seed = SEED; seed < SEED + ROUNDS; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      List<Part> parts = parts(random);
      Map<String, String> expected = oracle(parts);
      assertThat(facts(sum(parts, 100))).as("seed %x", seed).isEqualTo(expected);
      Collections.shuffle(parts, new Random(seed));
      int cut = random.nextInt(parts.size());
      PathSum sum = sum(parts.subList(cut, parts.size()), 100);
      sum.add(sum(parts.subList(0, cut), 100));
      assertThat(facts(sum)).as("seed %x", seed).isEqualTo(expected);
      assertThat(sum.traces()).isEqualTo(parts.size());
    }
  }

  @Test
  void beyondTheLimitNothingIsLost() {
    for (long seed = SEED; seed < SEED + ROUNDS; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      List<Part> parts = parts(random);
      int limit = 1 + random.nextInt(8);
      PathSum sum = sum(parts, limit);
      sum.add(sum(parts, 100));
      long names = parts.stream().map(Part::name).distinct().count();
      assertThat(sum.size()).isEqualTo((int) Math.min(names, limit) + (names > limit ? 1 : 0));
      long calls = 0;
      long nanos = 0;
      for (int at = 0; at < sum.size(); at++) {
        calls += sum.times(at).calls();
        nanos += sum.times(at).nanos();
      }
      assertThat(calls).as("seed %x", seed).isEqualTo(2L * parts.size());
      assertThat(nanos).isEqualTo(2 * parts.stream().mapToLong(Part::nanos).sum());
    }
  }

  @Test
  void whoHasAShapeIsFoundByItUntilItIsForgotten() {
    int found = 0;
    for (long seed = SEED; seed < SEED + ROUNDS; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      PathSum sum = new PathSum(1 + random.nextInt(40));
      for (Part part : parts(random)) {
        byte[] name = part.name().getBytes(UTF_8);
        int shape = 2 * part.name().hashCode() >>> 1;
        SelfTimes known = sum.of(shape);
        SelfTimes times = sum.at(name, name.length);
        assertThat(known).as("seed %x", seed).isIn(null, times);
        assertThat(sum.at(name, name.length, shape)).isSameAs(times);
        assertThat(sum.of(shape)).isSameAs(times);
        found += known == null ? 0 : 1;
      }
    }
    assertThat(found).isGreaterThan(ROUNDS);
  }

  private static List<Part> parts(SplittableRandom random) {
    List<Part> parts = new ArrayList<>();
    for (int left = 1 + random.nextInt(60); left > 0; left--) {
      String name = "contributor ".repeat(random.nextInt(2)) + random.nextInt(40);
      TraceId trace = new TraceId(random.nextInt(-2, 2), random.nextInt(-2, 2));
      parts.add(new Part(name, random.nextLong(1 << 10) << random.nextInt(20), trace));
    }
    return parts;
  }

  private static PathSum sum(List<Part> parts, int limit) {
    PathSum sum = new PathSum(limit);
    for (Part part : parts) {
      byte[] name = (part.name() + "rest").getBytes(UTF_8);
      SelfTimes times = sum.at(name, part.name().length());
      times.add(part.nanos());
      times.examples().add(part.trace().high(), part.trace().low(), part.nanos());
      sum.addTraces(1);
    }
    return sum;
  }

  private static Map<String, String> facts(PathSum sum) {
    Map<String, String> facts = new TreeMap<>();
    for (int at = 0; at < sum.size(); at++) {
      SelfTimes times = sum.times(at);
      facts.put(
          new String(sum.name(at), UTF_8),
          fact(times.calls(), times.nanos(), times.times(), times.examples().ids()));
    }
    return facts;
  }

  private static Map<String, String> oracle(List<Part> parts) {
    Map<String, String> facts = new TreeMap<>();
    parts.stream()
        .collect(Collectors.groupingBy(Part::name))
        .forEach((name, of) -> facts.put(name, oracleOf(of)));
    return facts;
  }

  private static String oracleOf(List<Part> parts) {
    Histogram histogram = new Histogram();
    parts.forEach(part -> count(part.nanos(), histogram));
    Map<TraceId, Long> longest = new TreeMap<>();
    parts.forEach(part -> longest.merge(part.trace(), part.nanos(), Math::max));
    List<TraceId> examples =
        longest.entrySet().stream()
            .sorted(Comparator.comparingLong(entry -> -entry.getValue()))
            .limit(LongestTraces.MOST)
            .map(Map.Entry::getKey)
            .toList();
    long nanos = parts.stream().mapToLong(Part::nanos).sum();
    return fact(parts.size(), nanos, histogram, examples);
  }

  /** As the third of four buckets of which the first has a number that four divides. */
  private static void count(long nanos, Histogram histogram) {
    if (nanos == 0) {
      histogram.addZeros(1);
    } else {
      histogram.addToBucket((Histogram.bucketOf(nanos) & ~3) | 2, 1);
    }
  }

  private static String fact(long calls, long nanos, Histogram times, List<TraceId> examples) {
    return calls
        + " "
        + nanos
        + " "
        + times.zeros()
        + " "
        + times.offset()
        + Arrays.toString(times.counts())
        + examples;
  }
}
