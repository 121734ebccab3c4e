package io.spanmill.path;

/**
 * The chain of self times that made a trace take as long as it took. Found from the root's end
 * backwards: of a span's children the one that finished last is what the span waited for; before
 * that one had begun, the one that had finished last by then; and so on. What lies between them is
 * the span's own time. A child that was still at work when the next one on the path began held
 * nobody up, and is passed over. The idea is that of CRISP (Zhang et al., <i>CRISP: Critical Path
 * Analysis of Large-Scale Microservice Architectures</i>, USENIX ATC 2022).
 *
 * <p>Every nanosecond of the root belongs to exactly one span, so that self times add up to the
 * root's duration. A child counts only while its parent is at work:
 *
 * <ul>
 *   <li>One that outlives its parent is <i>asynchronous</i>: nobody waited for it to the end. Of
 *       those, the first to begin gets what its parent still did after the last child that did not.
 *   <li>A call whose times do not fit into those of its caller, by another clock, is <i>skewed</i>:
 *       if it is no longer than its caller it is moved into the middle of it, else, if it does not
 *       begin inside, to its beginning; and all below it with it.
 *   <li>Any other child that begins before its parent counts as skewed, too, and is cut off.
 * </ul>
 *
 * <p>Takes O(n log n) for n spans, whatever the shape of their tree. Not thread-safe; one object
 * finds one path after the other, and allocates only for a trace larger than those before it.
 */
final class CriticalPath {
  /** Room for so many spans stays; what a larger trace needed is given back with the next. */
  private static final int KEPT = 4096;

  private static final int NONE = -1;

  private final Children children = new Children();
  private int[] parents = {};
  private boolean[] calls = {};

  /** By the span's own clock, since the root's start; nanoseconds, like all that follow. */
  private long[] told = {};

  private long[] durations = {};

  /** What is added to what the span's clock told, so that it fits. */
  private long[] shifts = {};

  private long[] starts = {};
  private long[] ends = {};

  /** What of a span lies on the path, its children's parts included. */
  private long[] froms = {};

  private long[] tos = {};
  private long[] selves = {};

  /** The spans on the path, each after its parent. */
  private int[] steps = {};

  private int size;
  private int length;
  private long asynchronous;
  private long skewed;
  private long overlapping;

  /** Forgets the trace before, and makes room for so many spans. */
  void begin(int spans) {
    if (parents.length < spans || (parents.length > KEPT && spans <= KEPT)) {
      resize(Math.max(spans, Math.min(2 * parents.length, KEPT)));
    }
    size = 0;
    length = 0;
  }

  private void resize(int room) {
    children.resize(room);
    parents = new int[room];
    calls = new boolean[room];
    told = new long[room];
    durations = new long[room];
    shifts = new long[room];
    starts = new long[room];
    ends = new long[room];
    froms = new long[room];
    tos = new long[room];
    selves = new long[room];
    steps = new int[room];
  }

  /**
   * Adds the span of the next index. All together have to be one tree.
   *
   * @param parent its parent's index, below 0 for the root
   * @param startNanos since 1970; below 0 counts as 0
   * @param durationNanos not negative; start and duration together are at most 2^63−1
   * @param call whether its parent, by another clock, waited for it
   */
  void add(int parent, long startNanos, long durationNanos, boolean call) {
    parents[size] = parent;
    told[size] = Math.max(0, startNanos);
    durations[size] = durationNanos;
    calls[size] = call;
    size++;
  }

  /** Finds the path through the spans that were added. */
  void find() {
    children.read(parents, size);
    int root = children.root();
    long origin = told[root];
    for (int span = 0; span < size; span++) {
      told[span] -= origin;
    }
    place(root, 0);
    take(root, 0, durations[root]);
    for (int step = 0; step < length; step++) {
      walk(steps[step]);
    }
  }

  private void place(int span, long start) {
    starts[span] = start;
    ends[span] = sum(start, durations[span]);
    shifts[span] = sum(start, -told[span]);
  }

  private void take(int span, long from, long to) {
    froms[span] = from;
    tos[span] = to;
    steps[length++] = span;
  }

  private void walk(int span) {
    int first = children.from(span);
    int last = first;
    int left = NONE;
    for (int i = first; i < children.to(span); i++) {
      int child = children.at(i);
      fit(child, span);
      if (start(child, span) < end(child, span)) {
        if (ends[child] > ends[span]) {
          left = left == NONE || precedes(child, left) ? child : left;
        } else {
          children.set(last++, child);
        }
      }
    }
    children.sort(first, last, starts, ends);
    long lastEnd = first == last ? froms[span] : end(children.at(first), span);
    long tail = left == NONE ? tos[span] : Math.max(start(left, span), lastEnd);
    if (tail < tos[span]) {
      take(left, tail, tos[span]);
    }
    selves[span] = waitBackwards(span, tail, first, last);
  }

  /** Of those that outlive their parent, the one it was with for the longest time. */
  private boolean precedes(int child, int other) {
    return starts[child] != starts[other] ? starts[child] < starts[other] : child < other;
  }

  /** Takes what the span has waited for, and returns what is left for itself. */
  private long waitBackwards(int span, long tail, int first, int last) {
    long self = 0;
    long at = tail;
    for (int i = first; i < last; i++) {
      int child = children.at(i);
      long end = end(child, span);
      if (end <= at) {
        self += at - end;
        at = start(child, span);
        take(child, at, end);
      } else {
        overlapping++;
      }
    }
    return self + at - froms[span];
  }

  /** From when on a child is at work, while its parent is on the path. */
  private long start(int child, int parent) {
    return Math.max(starts[child], froms[parent]);
  }

  private long end(int child, int parent) {
    return Math.min(ends[child], tos[parent]);
  }

  /** Finds a place for a child that its clock and that of its parent agree upon. */
  private void fit(int child, int parent) {
    long start = sum(told[child], shifts[parent]);
    long duration = durations[child];
    boolean before = start < starts[parent];
    boolean fits = !before && sum(start, duration) <= ends[parent];
    boolean moved = !fits && calls[child];
    if (moved && duration <= durations[parent]) {
      start = starts[parent] + (durations[parent] - duration) / 2;
    } else if (moved && (before || start >= ends[parent])) {
      start = starts[parent];
    } else {
      moved = false;
    }
    place(child, start);
    skewed += moved || before ? 1 : 0;
    asynchronous += ends[child] > ends[parent] ? 1 : 0;
  }

  /** Saturates: what is that far away lies outside of the root anyway. */
  private static long sum(long a, long b) {
    long sum = a + b;
    boolean overflow = ((a ^ sum) & (b ^ sum)) < 0;
    return overflow ? (a < 0 ? Long.MIN_VALUE : Long.MAX_VALUE) : sum;
  }

  /** How many spans are on the path. */
  int length() {
    return length;
  }

  /** A span on the path; the root is the first. */
  int span(int step) {
    return steps[step];
  }

  /** How long that span alone made the trace last, in nanoseconds; 0 if it only waited. */
  long selfNanos(int step) {
    return selves[steps[step]];
  }

  /** Children of spans on the paths found so far that outlived their parents. */
  long asynchronous() {
    return asynchronous;
  }

  /** Likewise, children whose times did not agree with those of their parents. */
  long skewed() {
    return skewed;
  }

  /** Likewise, children that were passed over because they ran beside one on the path. */
  long overlapping() {
    return overlapping;
  }
}
