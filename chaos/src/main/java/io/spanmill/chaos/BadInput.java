package io.spanmill.chaos;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.trace.v1.Span;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** What is wrong with the input, and how often. Not thread-safe. */
final class BadInput {
  private static final int POISON_ONE_IN = 60;
  private static final int BAD_SPAN_ONE_IN = 60;
  private static final int MISDIRECTED_ONE_IN = 60;

  /** What is shorter names no trace. */
  private static final int TRACE_ID_DIGITS = 32;

  private static final int LARGE_ONE_IN = 400;
  private static final int ABSURD_TIME_ONE_IN = 60;

  private static final int LARGE_ATTRIBUTE_BYTES = 300_000;
  private static final long TWO_YEARS_MILLIS = 2 * 365 * 86_400_000L;

  /**
   * Further ahead than an arrival is believed, even by a clock that is a day fast. Nothing closer
   * is sent: a source that is believably ahead is waited for by all traces that it has spans of.
   */
  private static final long THE_YEAR_9999_MILLIS = 253_370_764_800_000L;

  private final SplittableRandom random;

  BadInput(SplittableRandom random) {
    this.random = random;
  }

  /** Whether it is time for a record that is no request. */
  boolean strikes() {
    return chance(POISON_ONE_IN);
  }

  /** A record that cannot be read, made of one that could. */
  byte @Nullable [] poison(byte[] sound) {
    return switch (random.nextInt(5)) {
      case 0 -> null;
      case 1 -> new byte[] {-1, -1, -1, -1};
      case 2 -> "{\"resourceSpans\":[".getBytes(StandardCharsets.UTF_8);
      case 3 -> new byte[] {(byte) 0xa0, 0x06, 0x01}; // a field that no request has
      default -> Arrays.copyOf(sound, sound.length - 1);
    };
  }

  /** The same spans, and perhaps some that no trace can take, or one that is large. */
  List<Span> among(List<Span> spans) {
    List<Span> all = new ArrayList<>(spans);
    if (chance(BAD_SPAN_ONE_IN)) {
      all.add(random.nextInt(all.size() + 1), flawed(spans.get(0)));
    }
    if (chance(LARGE_ONE_IN)) {
      String text = "x".repeat(LARGE_ATTRIBUTE_BYTES);
      for (int i = 0; i < Math.min(5, all.size()); i++) {
        all.set(i, all.get(i).toBuilder().addAttributes(TraceMaker.text("body", text)).build());
      }
    }
    return all;
  }

  /**
   * The same, and perhaps a span more in the record of another trace, where records say whose they
   * are: nobody may take it.
   */
  List<InputKind.Part> misdirected(List<InputKind.Part> parts) {
    InputKind.Part into = parts.get(0);
    boolean named = into.key() != null && into.key().length == TRACE_ID_DIGITS;
    if (parts.size() < 2 || !named || !chance(MISDIRECTED_ONE_IN)) {
      return parts;
    }
    List<Span> spans = new ArrayList<>(into.spans());
    spans.add(parts.get(1).spans().get(0));
    List<InputKind.Part> all = new ArrayList<>(parts);
    all.set(0, new InputKind.Part(into.key(), into.place(), spans));
    return all;
  }

  private Span flawed(Span sound) {
    Span.Builder span = sound.toBuilder();
    return switch (random.nextInt(4)) {
      case 0 -> span.setTraceId(ByteString.copyFrom(new byte[16])).build();
      case 1 -> span.setSpanId(ByteString.copyFrom(new byte[8])).build();
      case 2 -> span.setTraceId(sound.getTraceId().substring(0, 3)).build();
      default -> span.setParentSpanId(sound.getSpanId().substring(0, 5)).build();
    };
  }

  /** The time that a record carries: nearly always the right one. */
  long arrival(long right) {
    if (!chance(ABSURD_TIME_ONE_IN)) {
      return right;
    }
    return switch (random.nextInt(4)) {
      case 0 -> 0;
      case 1 -> 1_000;
      case 2 -> right - TWO_YEARS_MILLIS;
      default -> THE_YEAR_9999_MILLIS;
    };
  }

  private boolean chance(int oneIn) {
    return random.nextInt(oneIn) == 0;
  }
}
