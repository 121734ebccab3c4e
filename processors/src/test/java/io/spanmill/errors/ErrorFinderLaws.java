package io.spanmill.errors;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanmill.fixture.OpenTrace;
import io.spanmill.fixture.Parents;
import io.spanmill.fixture.Shop;
import io.spanmill.fixture.TestSpan;
import io.spanmill.model.ErrorSeries;
import io.spanmill.model.ErrorSum;
import io.spanmill.model.SpanKind;
import io.spanmill.model.StatusCode;
import io.spanmill.state.ErrorFormat;
import io.spanmill.trace.Weights;
import io.spanmill.window.LocalSums;
import io.spanmill.window.Sums;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Random traces, sound and broken ones, in which many spans fail without saying why. */
class ErrorFinderLaws {
  private static final long ARRIVAL = 1_700_000_000_000L;

  private final ErrorsConfig config =
      new ErrorsConfig(true, Duration.ofMinutes(1), Duration.ofDays(7), List.of(), 1_000);

  @Test
  void anErrorIsAFailureThatNoOtherReached() {
    for (long seed = 0; seed < 2_000; seed++) {
      List<TestSpan> spans = spans(new SplittableRandom(seed));
      Map<String, Long> expected = new TreeMap<>();
      for (TestSpan span : spans) {
        if (isFailed(span) && spans.stream().noneMatch(below -> reaches(below, span, spans))) {
          expected.merge(span.service() + "/" + type(span), 1L, Long::sum);
        }
      }
      assertThat(counts(found(spans, spans.size()))).as("seed %d", seed).isEqualTo(expected);
    }
  }

  @Test
  void lateSpansLeaveTheErrorsOfTheWholeTrace() {
    for (long seed = 0; seed < 2_000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      List<TestSpan> spans = spans(random);
      Map<String, Long> whole = counts(found(spans, spans.size()));
      int onTime = 1 + random.nextInt(spans.size());
      assertThat(counts(found(spans, onTime)))
          .as("seed %d, %d of %d on time", seed, onTime, spans.size())
          .isEqualTo(whole);
    }
  }

  /** One of each identity, none with a specific type, and no circle. */
  private static List<TestSpan> spans(SplittableRandom random) {
    List<TestSpan> distinct = new ArrayList<>();
    for (TestSpan span : new Shop(random).trace(ARRIVAL)) {
      boolean fails = random.nextInt(3) > 0;
      Map<String, String> said = Map.of("error.type", type(span));
      TestSpan made =
          span.with("", fails ? said : Map.of()).with(fails ? StatusCode.ERROR : StatusCode.UNSET);
      if (distinct.stream().noneMatch(made::isSame)) {
        distinct.add(made);
      }
    }
    return distinct.stream().anyMatch(span -> isInCircle(span, distinct))
        ? spans(random)
        : distinct;
  }

  /** Another for each id: of letters, as digits might be taken out. */
  private static String type(TestSpan span) {
    StringBuilder letters = new StringBuilder("fault-");
    for (char digit : Long.toHexString(span.spanId()).toCharArray()) {
      letters.append((char) ('a' + Character.digit(digit, 16)));
    }
    return letters.toString();
  }

  private static boolean isInCircle(TestSpan span, List<TestSpan> spans) {
    TestSpan at = Parents.parent(span, spans);
    for (int steps = 0; at != null && steps <= spans.size(); steps++) {
      at = Parents.parent(at, spans);
    }
    return at != null;
  }

  private static boolean isFailed(TestSpan span) {
    return span.status() == StatusCode.ERROR;
  }

  /** Whether a failure comes up from one span to another, which is the next that failed. */
  private static boolean reaches(TestSpan below, TestSpan span, List<TestSpan> spans) {
    if (!isFailed(below)) {
      return false;
    }
    TestSpan at = below;
    while (true) {
      @Nullable TestSpan parent = Parents.parent(at, spans);
      if (parent == null
          || parent.kind() == SpanKind.PRODUCER
          || (at.kind() == SpanKind.CONSUMER && !at.service().equals(parent.service()))) {
        return false;
      }
      if (isFailed(parent)) {
        return parent == span;
      }
      if (!passes(parent, spans)) {
        return false;
      }
      at = parent;
    }
  }

  private static boolean passes(TestSpan span, List<TestSpan> spans) {
    if (span.kind() == SpanKind.SERVER) {
      TestSpan caller = Parents.parent(span, spans);
      return caller != null && isFailed(caller) && caller.kind() == SpanKind.CLIENT;
    }
    return span.kind() != SpanKind.PRODUCER && span.kind() != SpanKind.CONSUMER;
  }

  private Map<ErrorSeries, ErrorSum> found(List<TestSpan> spans, int onTime) {
    LocalSums<ErrorSum> sums = new LocalSums<>(new ErrorFormat(), 3);
    ErrorFinder finder = new ErrorFinder(config, Weights.ofThresholds(), sums);
    OpenTrace trace = new OpenTrace(ARRIVAL).add(spans.subList(0, onTime));
    finder.closed(trace.close());
    for (TestSpan span : spans.subList(onTime, spans.size())) {
      trace.late(span, finder::late);
    }
    return Sums.drained(sums, new ErrorFormat());
  }

  private static Map<String, Long> counts(Map<ErrorSeries, ErrorSum> sums) {
    Map<String, Long> counts = new TreeMap<>();
    for (ErrorSum sum : sums.values()) {
      if (sum.count() != 0) {
        counts.merge(sum.group().service() + "/" + sum.group().type(), sum.count(), Long::sum);
      }
    }
    return counts;
  }
}
