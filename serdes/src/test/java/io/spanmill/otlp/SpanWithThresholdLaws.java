package io.spanmill.otlp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.trace.v1.Span;
import io.spanmill.model.Threshold;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Writing a threshold is setting {@code trace_state} with protobuf's own builder. */
class SpanWithThresholdLaws {
  private static final long SEED = 0x5eed_7417L;
  private static final int SPANS = 10_000;

  private final SpanView view = new SpanView();
  private final SpanWithThreshold writer = new SpanWithThreshold();

  @Test
  void changesTheTraceStateAndNothingElse() throws Exception {
    for (long seed = SEED; seed < SEED + SPANS; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      byte[] bytes = span(random);
      long threshold = random.nextLong(Threshold.MAX);
      writer.withThreshold(view.read(bytes, 0, bytes.length), threshold);
      assertThat(written())
          .as("seed %x", seed)
          .isEqualTo(withState(bytes, state -> state.withThreshold(threshold)));
    }
  }

  @Test
  void takesTheThresholdAndNothingElse() throws Exception {
    for (long seed = SEED; seed < SEED + SPANS; seed++) {
      byte[] bytes = span(new SplittableRandom(seed));
      writer.withoutThreshold(view.read(bytes, 0, bytes.length));
      assertThat(written())
          .as("seed %x", seed)
          .isEqualTo(withState(bytes, TraceState::withoutThreshold));
    }
  }

  private static byte[] span(SplittableRandom random) {
    return new RandomWire(random, random.nextInt(2, 12)).message(Span.getDescriptor());
  }

  private Span written() throws Exception {
    return Span.parseFrom(Arrays.copyOf(writer.bytes(), writer.length()));
  }

  private static Span withState(byte[] bytes, Function<TraceState, byte[]> change)
      throws Exception {
    Span span = Span.parseFrom(bytes);
    byte[] old = span.getTraceState().getBytes(UTF_8);
    TraceState state = new TraceState();
    state.read(old, 0, old.length);
    return span.toBuilder().setTraceState(new String(change.apply(state), UTF_8)).build();
  }
}
