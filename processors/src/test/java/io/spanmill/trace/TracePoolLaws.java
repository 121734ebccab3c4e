package io.spanmill.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spanmill.fixture.OpenTrace;
import io.spanmill.fixture.TestSpan;
import io.spanmill.model.SpanKind;
import io.spanmill.model.StatusCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Whether a trace was another before makes no difference. */
class TracePoolLaws {
  /** The same trace twice: one of a pool that others use, too, the other of a new one. */
  private static final class Twin {
    private final OpenTrace used;
    private final OpenTrace fresh;
    private boolean closed;

    Twin(TracePool pool, long id) {
      used = new OpenTrace(pool, id, ~id, 1_000);
      fresh = new OpenTrace(new TracePool(), id, ~id, 1_000);
    }

    void add(TestSpan span) {
      for (OpenTrace trace : List.of(used, fresh)) {
        if (closed) {
          trace.late(span, late -> {});
        } else {
          trace.add(List.of(span));
        }
      }
    }

    void close() {
      closed = true;
      used.close();
      fresh.close();
      used.trace().freeBytes();
      fresh.trace().freeBytes();
    }

    void compare(long seed) {
      assertThat(told(used.trace())).as("seed %d", seed).isEqualTo(told(fresh.trace()));
    }

    /** All that can be asked of a trace. */
    private static List<Object> told(Trace trace) {
      List<Object> told = new ArrayList<>();
      told.addAll(List.of(trace.id(), trace.isReopened(), trace.isOpen(), trace.footprint()));
      told.addAll(List.of(trace.firstMillis(), trace.lastMillis(), trace.wasSeenAgain()));
      told.addAll(List.of(trace.anchorLevel(), trace.anchorMillis(), trace.explicitRandomness()));
      told.addAll(List.of(trace.log().isEmpty(), trace.log().pieces(), trace.byQuiet().isTaken()));
      byte[] bytes = new byte[trace.byteCount()];
      trace.copyBytes(bytes);
      told.addAll(List.of(Arrays.hashCode(bytes), trace.isComplete(), trace.spans().services()));
      for (int span = 0; span < trace.spans().size(); span++) {
        told.addAll(told(trace, span));
      }
      if (!trace.isOpen()) {
        told.addAll(List.of(trace.decision(), trace.amendment(), trace.closedMillis()));
      }
      return told;
    }

    private static List<Object> told(Trace trace, int span) {
      SpanTable spans = trace.spans();
      long id = spans.spanId(span);
      return Arrays.asList(
          id,
          spans.parentId(span),
          spans.bookedMillis(span),
          spans.durationNanos(span),
          spans.startNanos(span),
          spans.endNanos(span),
          spans.hasEvents(span),
          spans.shape(span) == null ? 0 : spans.shape(span).number() == spans.shapeNumber(span),
          spans.threshold(span),
          spans.randomness(span),
          spans.length(span),
          spans.isLate(span),
          spans.kind(span),
          spans.status(span),
          spans.service(span),
          spans.peer(span),
          spans.first(id),
          spans.next(span),
          spans.contains(id, spans.service(span), spans.kind(span)),
          spans.contains(id + 1, spans.service(span), spans.kind(span)),
          trace.tree().parent(span),
          trace.tree().isLeaf(span));
    }
  }

  @Test
  void aTraceThatWasAnotherBeforeIsLikeANewOne() {
    for (long seed = 0; seed < 200; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      TracePool pool = new TracePool();
      List<Twin> traces = new ArrayList<>();
      int most = 1 + random.nextInt(120);
      for (int i = 0; i < 400; i++) {
        int draw = random.nextInt(40);
        if (traces.size() < 2 || (draw == 0 && traces.size() < 100)) {
          traces.add(new Twin(pool, i));
        }
        Twin trace = traces.get(random.nextInt(traces.size()));
        for (int spans = random.nextInt(4); spans > 0; spans--) {
          trace.add(span(random, most));
        }
        if (draw == 1 && !trace.closed) {
          trace.close();
        }
        trace.compare(seed);
        if (draw == 2) {
          trace.used.trace().free();
          traces.remove(trace);
        }
      }
      for (Twin trace : traces) {
        trace.compare(seed);
      }
    }
  }

  private static TestSpan span(SplittableRandom random, int ids) {
    String service = "s" + random.nextInt(6);
    SpanKind kind = SpanKind.values()[random.nextInt(6)];
    TestSpan span = TestSpan.of(1 + random.nextInt(ids), random.nextInt(ids), service, kind);
    span = random.nextInt(5) == 0 ? span.with(StatusCode.ERROR) : span;
    return random.nextInt(9) == 0 ? span.with("ot=rv:0123456789abcd", Map.of()) : span;
  }

  @Test
  void whatWasFreedHasNoSpans() {
    OpenTrace open = new OpenTrace(0).add(List.of(TestSpan.of(1, 0, "a", SpanKind.SERVER)));
    open.close();
    Trace trace = open.trace();
    trace.free();
    assertThat(trace.spans().size()).isZero();
    assertThat(trace.byteCount()).isZero();
    assertThatThrownBy(() -> trace.spans().origin(0)).isInstanceOf(RuntimeException.class);
    assertThatThrownBy(trace::decision).hasMessage("open");
    assertThatThrownBy(trace::free).hasMessage("freed twice");
  }

  @Test
  void tracesThatNobodyUsesAreLetGoByAndBy() {
    TracePool pool = new TracePool();
    List<Trace> traces = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      traces.add(pool.open(0, i, false));
    }
    traces.forEach(Trace::free);
    Trace last = pool.open(1, 1, true);
    assertThat(traces).contains(last);
    for (int i = 0; i < 100 * 8_192; i++) {
      pool.open(0, i, false).free();
    }
    assertThat(pool.spare()).isBetween(64, 70);
  }

  @Test
  void rowsThatNobodyUsesAreLetGoByAndBy() {
    RowPool pool = new RowPool();
    SplittableRandom random = new SplittableRandom(1);
    List<SpanRows> all = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      SpanRows rows = new SpanRows(pool);
      for (int size = random.nextInt(9); size >= 0; size--) {
        rows.grow();
      }
      all.add(rows);
    }
    all.forEach(SpanRows::free);
    for (int i = 0; i < 1_000 * 4_096; i++) {
      SpanRows rows = new SpanRows(pool);
      rows.grow();
      rows.free();
    }
    long slabOfEachSize = 12L * 1536 * RowPool.ROW_BYTES;
    assertThat(pool.footprint()).isLessThanOrEqualTo(slabOfEachSize + slabOfEachSize / 12);
  }
}
