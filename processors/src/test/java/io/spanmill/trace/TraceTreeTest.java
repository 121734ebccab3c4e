package io.spanmill.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanmill.fixture.OpenTrace;
import io.spanmill.fixture.TestSpan;
import io.spanmill.model.SpanKind;
import java.util.List;
import org.junit.jupiter.api.Test;

class TraceTreeTest {
  private static TestSpan span(long id, long parent, String service, SpanKind kind) {
    return TestSpan.of(id, parent, service, kind);
  }

  private static TraceTree tree(TestSpan... spans) {
    return new OpenTrace(0).add(List.of(spans)).trace().tree();
  }

  @Test
  void aSpanWithoutParentIdIsARoot() {
    assertThat(tree(span(1, 0, "a", SpanKind.SERVER)).parent(0)).isEqualTo(TraceTree.ROOT);
  }

  @Test
  void aParentThatIsNotThereIsMissing() {
    assertThat(tree(span(1, 9, "a", SpanKind.SERVER)).parent(0)).isEqualTo(TraceTree.MISSING);
  }

  @Test
  void aServerWithACallersIdIsItsChildAndNoRoot() {
    TraceTree tree = tree(span(1, 0, "b", SpanKind.SERVER), span(1, 0, "a", SpanKind.CLIENT));
    assertThat(tree.parent(0)).isEqualTo(1);
    assertThat(tree.parent(1)).isEqualTo(TraceTree.ROOT);
    assertThat(tree.isComplete()).isTrue();
    assertThat(tree.isCall(0)).isTrue();
    assertThat(tree.isLeaf(1)).isFalse();
  }

  @Test
  void aConsumerSharesAProducersId() {
    TraceTree tree = tree(span(1, 0, "a", SpanKind.PRODUCER), span(1, 0, "b", SpanKind.CONSUMER));
    assertThat(tree.parent(1)).isZero();
  }

  @Test
  void ofSharedIdsTheOneInTheSameServiceIsTheParent() {
    TraceTree tree =
        tree(
            span(1, 0, "a", SpanKind.CLIENT),
            span(1, 0, "b", SpanKind.SERVER),
            span(2, 1, "b", SpanKind.INTERNAL),
            span(3, 1, "a", SpanKind.INTERNAL));
    assertThat(tree.parent(2)).isEqualTo(1);
    assertThat(tree.parent(3)).isZero();
  }

  @Test
  void ofSharedIdsInOtherServicesTheServerIsTheParent() {
    TraceTree tree =
        tree(
            span(1, 0, "a", SpanKind.CLIENT),
            span(1, 0, "b", SpanKind.SERVER),
            span(2, 1, "c", SpanKind.SERVER));
    assertThat(tree.parent(2)).isEqualTo(1);
  }

  @Test
  void ofEqualsTheFirstThatArrivedIsTheParent() {
    TraceTree tree =
        tree(
            span(1, 0, "a", SpanKind.INTERNAL),
            span(1, 0, "b", SpanKind.CLIENT),
            span(2, 1, "c", SpanKind.SERVER));
    assertThat(tree.parent(2)).isZero();
  }

  @Test
  void aSpanThatNamesItselfIsItsOwnAncestor() {
    TraceTree tree = tree(span(1, 0, "a", SpanKind.SERVER), span(2, 2, "a", SpanKind.INTERNAL));
    assertThat(tree.parent(1)).isEqualTo(1);
    assertThat(tree.isComplete()).isFalse();
  }

  @Test
  void aCycleIsIncomplete() {
    TraceTree tree =
        tree(
            span(1, 0, "a", SpanKind.SERVER),
            span(2, 3, "a", SpanKind.INTERNAL),
            span(3, 2, "a", SpanKind.INTERNAL));
    assertThat(tree.isComplete()).isFalse();
  }

  @Test
  void twoRootsAreIncomplete() {
    assertThat(
            tree(span(1, 0, "a", SpanKind.SERVER), span(2, 0, "a", SpanKind.SERVER)).isComplete())
        .isFalse();
  }

  @Test
  void aLateParentTakesItsChildren() {
    OpenTrace trace = new OpenTrace(0).add(List.of(span(2, 1, "b", SpanKind.SERVER)));
    trace.close();
    trace.late(
        span(1, 0, "a", SpanKind.CLIENT),
        late -> {
          assertThat(late.moves().size()).isEqualTo(1);
          assertThat(late.moves().span(0)).isZero();
          assertThat(late.moves().oldParent(0)).isEqualTo(TraceTree.MISSING);
          assertThat(late.moves().newParent(0)).isEqualTo(1);
          assertThat(late.moves().turns()).isEqualTo(1);
          assertThat(late.moves().turnedSpan(0)).isEqualTo(1);
          assertThat(late.moves().turnedLeaf(0)).isFalse();
        });
  }

  @Test
  void aBetterParentThatComesLateTakesAChildAway() {
    OpenTrace trace =
        new OpenTrace(0)
            .add(List.of(span(1, 0, "a", SpanKind.CLIENT), span(2, 1, "b", SpanKind.INTERNAL)));
    trace.close();
    trace.late(
        span(1, 0, "b", SpanKind.SERVER),
        late -> {
          assertThat(late.lingering()).isNotNull();
          assertThat(trace.trace().tree().parent(1)).isEqualTo(2);
          assertThat(trace.trace().tree().parent(2)).isZero();
          assertThat(late.moves().oldParent(0)).isZero();
        });
  }
}
