package io.spanmill.trace;

import io.spanmill.state.Stamp;
import java.util.Comparator;

/** A source partition, from which stamps come. */
public record Source(String topic, int partition) implements Comparable<Source> {
  private static final Comparator<Source> ORDER =
      Comparator.comparing(Source::topic).thenComparingInt(Source::partition);

  public static Source of(Stamp stamp) {
    return new Source(stamp.topic(), stamp.partition());
  }

  @Override
  public int compareTo(Source other) {
    return ORDER.compare(this, other);
  }
}
