package io.spanmill.model;

import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * What is known of the errors of one group in one window. Adding is associative and commutative; a
 * sum may be negative, as an error is taken back when a late span shows it to have been another's
 * consequence. What was said of it otherwise (times, description, examples) stays. Not thread-safe.
 */
public final class ErrorSum {
  /** So many examples are kept, those with the smallest ids. */
  public static final int EXAMPLES = 5;

  /** So many entries and callers are told apart. */
  public static final int DISTINCT = 32;

  private long count;
  private long exceptions;
  private final WideSum adjustedCount;
  private boolean seen;
  private long firstNanos;
  private long lastNanos;
  private ErrorGroup group = ErrorGroup.NONE;
  private final Tally<ErrorEntry> entries = new Tally<>(DISTINCT);
  private final Tally<String> callers = new Tally<>(DISTINCT);
  private final NavigableSet<TraceId> examples = new TreeSet<>();

  public ErrorSum() {
    this(new WideSum());
  }

  private ErrorSum(WideSum adjustedCount) {
    this.adjustedCount = adjustedCount;
  }

  /** The numbers as they were stored; all else is filled afterwards. */
  public static ErrorSum of(long count, long exceptions, WideSum adjustedCount) {
    ErrorSum sum = new ErrorSum(adjustedCount);
    sum.count = count;
    sum.exceptions = exceptions;
    return sum;
  }

  /**
   * Counts errors.
   *
   * @param times how many; below 0 to take back
   * @param weight how many one of them stands for, in units of 2^−24
   */
  public void addErrors(long times, long weight) {
    count += times;
    adjustedCount.add(times, weight);
  }

  /**
   * @param events exception events that were recorded of them; below 0 to take back
   */
  public void addExceptions(long events) {
    exceptions += events;
  }

  /** Such an error was seen from then until then, in nanoseconds since 1970. */
  public void addSeen(long fromNanos, long toNanos, ErrorGroup as) {
    if (!seen || fromNanos < firstNanos || (fromNanos == firstNanos && as.compareTo(group) < 0)) {
      group = as;
    }
    firstNanos = seen ? Math.min(firstNanos, fromNanos) : fromNanos;
    lastNanos = seen ? Math.max(lastNanos, toNanos) : toNanos;
    seen = true;
  }

  /** A kept trace in which it is found. */
  public void addExample(TraceId id) {
    examples.add(id);
    if (examples.size() > EXAMPLES) {
      examples.pollLast();
    }
  }

  public void add(ErrorSum other) {
    count += other.count;
    exceptions += other.exceptions;
    adjustedCount.add(other.adjustedCount);
    if (other.seen) {
      addSeen(other.firstNanos, other.lastNanos, other.group);
    }
    entries.addAll(other.entries);
    callers.addAll(other.callers);
    other.examples.forEach(this::addExample);
  }

  /** How many errors there were, each counted once however many spans it failed. */
  public long count() {
    return count;
  }

  /** How many exception events were recorded of them, on the way up, too. */
  public long exceptions() {
    return exceptions;
  }

  /** In units of 2^−24; not to be written to. */
  public WideSum adjustedCount() {
    return adjustedCount;
  }

  /** Whether {@link #firstNanos}, {@link #lastNanos} and {@link #group} say anything. */
  public boolean isSeen() {
    return seen;
  }

  /** When the first of them happened, in nanoseconds since 1970. */
  public long firstNanos() {
    return firstNanos;
  }

  /** When the last of them happened, in nanoseconds since 1970. */
  public long lastNanos() {
    return lastNanos;
  }

  /** As the first of them was described. */
  public ErrorGroup group() {
    return group;
  }

  /** What users had called, and how often. */
  public Tally<ErrorEntry> entries() {
    return entries;
  }

  /** Through which services it failed upwards, and how often. */
  public Tally<String> callers() {
    return callers;
  }

  /** Kept traces, in ascending order. */
  public List<TraceId> examples() {
    return List.copyOf(examples);
  }
}
