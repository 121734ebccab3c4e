package io.spanmill.model;

import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a {@link Indicator}. Adding is associative and commutative; a sum may be
 * negative, as calls are taken back. Not thread-safe.
 */
public final class IndicatorSum {
  /** So many traces are kept as examples, those with the smallest ids. */
  public static final int EXAMPLES = 3;

  private long count;
  private long bad;
  private @Nullable Histogram durations;
  private @Nullable TreeSet<TraceId> examples;

  /**
   * @param more how many calls; of error groups, failures; of contributions, nanoseconds
   * @param moreBad how many of them are bad; of error groups, in groups that were new then
   */
  public IndicatorSum add(long more, long moreBad) {
    count += more;
    bad += moreBad;
    return this;
  }

  public void addDurations(Histogram more) {
    Histogram mine = durations == null ? new Histogram() : durations;
    mine.addAll(more);
    durations = mine;
  }

  /** Names a kept trace as an example. */
  public void addExample(TraceId trace) {
    TreeSet<TraceId> mine = examples == null ? new TreeSet<>() : examples;
    mine.add(trace);
    if (mine.size() > EXAMPLES) {
      mine.pollLast();
    }
    examples = mine;
  }

  public void add(IndicatorSum other) {
    add(other.count, other.bad);
    if (other.durations != null) {
      addDurations(other.durations);
    }
    if (other.examples != null) {
      other.examples.forEach(this::addExample);
    }
  }

  public long count() {
    return count;
  }

  public long bad() {
    return bad;
  }

  /** Null where nobody asks how long calls take. */
  public @Nullable Histogram durations() {
    return durations;
  }

  /** Kept traces, of those that are bad where anything is; in ascending order. */
  public List<TraceId> examples() {
    return examples == null ? List.of() : List.copyOf(examples);
  }
}
