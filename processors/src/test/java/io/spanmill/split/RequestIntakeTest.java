package io.spanmill.split;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.proto.trace.v1.TracesData;
import io.spanmill.fixture.TestSpan;
import io.spanmill.model.SpanKind;
import io.spanmill.model.TraceId;
import io.spanmill.state.Stamp;
import io.spanmill.wire.MalformedBytesException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RequestIntakeTest implements RequestSplitter.Refusals {
  private static final int PARTITIONS = 5;
  private static final int HOME = 2;

  private final RequestIntake intake = new RequestIntake("in", HOME, PARTITIONS, 1 << 20);
  private final List<String> refused = new ArrayList<>();
  private final List<String> misdirected = new ArrayList<>();
  private final SplittableRandom random = new SplittableRandom(20_261_122);

  @Override
  public void refusedSpan(String reason, byte[] traces) {
    refused.add(reason);
  }

  @Override
  public void misdirectedSpan(String reason, byte[] traces) {
    misdirected.add(reason);
  }

  /** A span of a trace that Spanmill would put into a partition. */
  private TestSpan span(int partition) {
    TraceId id;
    do {
      id = new TraceId(random.nextLong(), random.nextLong());
    } while (TraceId.partition(id.high(), id.low(), PARTITIONS) != partition);
    return TestSpan.of(1, 0, "a", SpanKind.SERVER).inTrace(id.high(), id.low());
  }

  private static byte[] key(TestSpan span) {
    return new TraceId(span.idHigh(), span.idLow()).hex().getBytes(US_ASCII);
  }

  private byte[] traces(byte @Nullable [] key, TestSpan... spans) throws Exception {
    return intake.traces(key, TestSpan.toBytes(List.of(spans)), this);
  }

  private static TracesData data(TestSpan... spans) throws Exception {
    return read(TestSpan.toBytes(List.of(spans)));
  }

  private static TracesData read(byte[] traces) throws Exception {
    return TracesData.parseFrom(traces);
  }

  @Test
  void whatIsWhereItBelongsPassesAsItCame() throws Exception {
    TestSpan[] all = {span(HOME), span(HOME), span(HOME)};
    assertThat(traces(null, all)).isEqualTo(TestSpan.toBytes(List.of(all)));
    assertThat(traces("any".getBytes(US_ASCII), all)).isEqualTo(TestSpan.toBytes(List.of(all)));
    assertThat(misdirected).isEmpty();
  }

  @Test
  void aSpanOfAnotherPartitionIsLeftOut() throws Exception {
    TestSpan here = span(HOME);
    TestSpan elsewhere = span(4);
    assertThat(read(traces(null, elsewhere, here))).isEqualTo(data(here));
    assertThat(misdirected)
        .containsExactly(
            "of trace "
                + new TraceId(elsewhere.idHigh(), elsewhere.idLow())
                + " in partition 2: it belongs into 4 of 5");
    assertThat(refused).isEmpty();
  }

  @Test
  void aRecordThatIsKeyedByItsTraceMayBeAnywhere() throws Exception {
    TestSpan elsewhere = span(4);
    assertThat(traces(key(elsewhere), elsewhere)).isEqualTo(TestSpan.toBytes(List.of(elsewhere)));
    assertThat(misdirected).isEmpty();
  }

  @Test
  void aSpanOfAnotherTraceThanTheKeysIsLeftOut() throws Exception {
    TestSpan keyed = span(4);
    TestSpan other = span(HOME);
    assertThat(read(traces(key(keyed), keyed, other))).isEqualTo(data(keyed));
    assertThat(misdirected)
        .containsExactly(
            "of trace "
                + new TraceId(other.idHigh(), other.idLow())
                + " in a record of trace "
                + new TraceId(keyed.idHigh(), keyed.idLow()));
  }

  @Test
  void aSpanThatNoTraceCanTakeIsRefusedWhereverItIs() throws Exception {
    TestSpan nobodys = TestSpan.of(1, 0, "a", SpanKind.SERVER).inTrace(0, 0);
    TestSpan here = span(HOME);
    assertThat(read(traces(null, nobodys, here))).isEqualTo(data(here));
    assertThat(traces(key(nobodys), nobodys)).isEmpty();
    assertThat(refused).containsExactly("trace_id is all zero", "trace_id is all zero");
    assertThat(misdirected).isEmpty();
  }

  @Test
  void aRequestIsOneBundleHoweverLarge() throws Exception {
    TestSpan[] all = new TestSpan[40_000];
    for (int i = 0; i < all.length; i++) {
      all[i] = span(i == 0 ? 4 : HOME);
    }
    byte[] bundle = traces(null, all);
    assertThat(bundle.length).isGreaterThan(2 << 20);
    assertThat(read(bundle)).isEqualTo(data(Arrays.copyOfRange(all, 1, all.length)));
  }

  @Test
  void whatIsReadAgainIsTheSameWithoutAWord() throws Exception {
    TestSpan here = span(HOME);
    TestSpan elsewhere = span(4);
    byte[] request = TestSpan.toBytes(List.of(elsewhere, here));
    byte[] first = intake.traces(null, request, this);
    assertThat(misdirected).hasSize(1);
    assertThat(intake.tracesAgain(null, request)).isEqualTo(first);
    assertThat(misdirected).hasSize(1);

    byte[] rubbish = {1, 2, 3};
    assertThatThrownBy(() -> intake.traces(null, rubbish, this))
        .isInstanceOf(MalformedBytesException.class);
    assertThat(intake.tracesAgain(null, rubbish)).isEmpty();
    assertThat(intake.tracesAgain(null, null)).isEmpty();
  }

  @Test
  void aPartitionIsItsOnlySource() {
    assertThat(intake.data(7)).isEqualTo(new Stamp(Stamp.Kind.DATA, "in", HOME, 1, 7, 7));
    assertThat(intake.end())
        .isEqualTo(new Stamp(Stamp.Kind.ENDED, "in", HOME, 1, Stamp.END, Stamp.END));
  }
}
