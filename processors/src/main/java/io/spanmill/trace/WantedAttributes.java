package io.spanmill.trace;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Names of attributes that somebody wants to see of spans. Not thread-safe. */
public final class WantedAttributes {
  private final List<String> names;

  /** What shapes were last seen to hold, and whether these are among them. */
  private @Nullable AskedAttributes seen;

  private boolean held;

  public WantedAttributes(List<String> names) {
    this.names = List.copyOf(names);
  }

  /** Whether the shape tells of all of them what the span would. */
  public boolean areIn(Shape shape) {
    if (shape.asked() != seen) {
      seen = shape.asked();
      held = seen.holdAll(names);
    }
    return held;
  }
}
