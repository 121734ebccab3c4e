package io.spanmill.trace;

import io.spanmill.model.Basis;
import io.spanmill.model.CloseReason;
import io.spanmill.model.Decision;
import io.spanmill.model.StatusCode;
import io.spanmill.model.Threshold;
import io.spanmill.model.TraceId;
import io.spanmill.model.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * One trace in memory, from its first span until it is only remembered. Open, it holds its spans'
 * bytes; decided, it lingers as a table. Not thread-safe: belongs to one assembler.
 *
 * <p>Comes from a {@link TracePool}, and goes back there when it is {@linkplain #free freed}:
 * whoever still held it then would see the spans of another.
 */
public final class Trace {
  /** What a trace takes in memory without its spans, with its decision, about. */
  private static final int FOOTPRINT = 500;

  private final TracePool pool;
  private final SpanTable spans;
  private final BlockBytes bytes;
  private final TraceSummary summary = new TraceSummary();
  private final LogPart log = new LogPart();
  private final TakenDecision taken = new TakenDecision();

  private final TraceQueue.Place byQuiet = new TraceQueue.Place(this);
  private final TraceQueue.Place byAge = new TraceQueue.Place(this);
  private final TraceQueue.Place byOffset = new TraceQueue.Place(this);
  private final TraceQueue.Place byLogAge = new TraceQueue.Place(this);

  private boolean inUse;
  private long idHigh;
  private long idLow;
  private boolean reopened;
  private long firstMillis;
  private long lastMillis;
  private long anchorLevel;
  private long anchorMillis;

  private long randomness;
  private long randomnessOf;
  private boolean randomnessOfRoot;

  private @Nullable TraceTree tree;

  /** As long as its bytes are there. */
  private @Nullable Decision decision;

  private long closedMillis;
  private int lateErrors;
  private boolean seenAgain;

  Trace(TracePool pool) {
    this.pool = pool;
    this.spans = new SpanTable(pool.rows());
    this.bytes = new BlockBytes(pool.blocks());
  }

  /** Is another trace from now on, without spans. */
  Trace begin(long newIdHigh, long newIdLow, boolean isReopened) {
    inUse = true;
    idHigh = newIdHigh;
    idLow = newIdLow;
    reopened = isReopened;
    firstMillis = 0;
    lastMillis = 0;
    anchorLevel = Threshold.NEVER;
    anchorMillis = 0;
    randomness = Basis.NO_RANDOMNESS;
    randomnessOf = 0;
    randomnessOfRoot = false;
    closedMillis = 0;
    lateErrors = 0;
    seenAgain = false;
    return this;
  }

  public long idHigh() {
    return idHigh;
  }

  public long idLow() {
    return idLow;
  }

  public TraceId id() {
    return new TraceId(idHigh, idLow);
  }

  public SpanTable spans() {
    return spans;
  }

  /** The trace's place by the time of its last span, or of its decision. */
  public TraceQueue.Place byQuiet() {
    return byQuiet;
  }

  /** The trace's place by the time of its first span, as long as it is open. */
  public TraceQueue.Place byAge() {
    return byAge;
  }

  /** The trace's place by {@link LogPart#firstOffset}. */
  public TraceQueue.Place byOffset() {
    return byOffset;
  }

  /** The same, as long as it is open. */
  public TraceQueue.Place byLogAge() {
    return byLogAge;
  }

  /** What of it lies in the spans topic alone. */
  public LogPart log() {
    return log;
  }

  /** The watermark of the source that brought its first span, in milliseconds. */
  public long firstMillis() {
    return firstMillis;
  }

  /**
   * As {@link #firstMillis}, of the spans with the least threshold: those that would be there at
   * any randomness at which the trace is seen at all.
   */
  public long anchorMillis() {
    return anchorMillis;
  }

  /** The least threshold of its spans: which {@link #anchorMillis} is about. */
  public long anchorLevel() {
    return anchorLevel;
  }

  /** Whether it had been decided before, and forgotten. */
  public boolean isReopened() {
    return reopened;
  }

  /** The latest watermark of a source that brought a span before the decision. */
  public long lastMillis() {
    return lastMillis;
  }

  /**
   * Adds a span, bytes and all, to a trace that is open.
   *
   * @param millis how far time had come in the source that brought it
   */
  public void add(ArrivingSpan span, long millis) {
    if (spans.size() == 0) {
      firstMillis = millis;
      lastMillis = millis;
    }
    lastMillis = Math.max(lastMillis, millis);
    anchor(span.level(), millis);
    addAgain(span);
  }

  /** Adds a span whose time is told by {@link #comeBack}. */
  public void addAgain(ArrivingSpan span) {
    bytes.append(span.view().bytes(), span.view().from(), span.view().to());
    addWithoutBytes(span);
  }

  /** The times of a trace that is open again after a restart, as they were. */
  public void comeBack(long firstAt, long lastAt, long level, long anchoredAt) {
    firstMillis = firstAt;
    lastMillis = lastAt;
    anchorLevel = level;
    anchorMillis = anchoredAt;
  }

  private void anchor(long level, long millis) {
    if (level < anchorLevel) {
      anchorLevel = level;
      anchorMillis = millis;
    } else if (level == anchorLevel) {
      anchorMillis = Math.min(anchorMillis, millis);
    }
  }

  /** Adds a span from before the decision to a trace that was decided, after a restart. */
  public void addWithoutBytes(ArrivingSpan span) {
    summary.add(spans.add(span), span);
    if (tree != null) {
      tree = null;
    }
    observeRandomness(span);
  }

  /** A trace's randomness is its root's, else that of the smallest span id: whatever the order. */
  private void observeRandomness(ArrivingSpan span) {
    if (span.randomness() == Basis.NO_RANDOMNESS) {
      return;
    }
    boolean root = span.parentId() == 0;
    boolean smaller = Long.compareUnsigned(span.spanId(), randomnessOf) < 0;
    boolean first = randomness == Basis.NO_RANDOMNESS;
    if (first || (root == randomnessOfRoot ? smaller : root)) {
      randomness = span.randomness();
      randomnessOf = span.spanId();
      randomnessOfRoot = root;
    }
  }

  /** Adds a span to a trace that is decided, and returns its index. */
  public int addLate(ArrivingSpan span, Moves moves) {
    TraceTree known = tree();
    span.markLate();
    int index = spans.add(span);
    known.addLate(index, moves);
    lateErrors += span.status() == StatusCode.ERROR ? 1 : 0;
    return index;
  }

  /** A span came in a record after the decision, even if only for a second time. */
  public void markSeenAgain() {
    seenAgain = true;
  }

  /** Whether the log holds spans of this trace from after its decision. */
  public boolean wasSeenAgain() {
    return seenAgain;
  }

  /** The {@code rv} of the trace, or {@link Basis#NO_RANDOMNESS} if no span has one. */
  public long explicitRandomness() {
    return randomness;
  }

  public TraceTree tree() {
    if (tree == null || tree.size() != spans.size()) {
      tree = TraceTree.of(spans);
    }
    return tree;
  }

  /** Exactly one root, every parent there. */
  public boolean isComplete() {
    return tree().isComplete();
  }

  public boolean isOpen() {
    return !taken.isTaken();
  }

  /** Bytes of all spans that came before the decision; gone afterwards. */
  public int byteCount() {
    return bytes.size();
  }

  void copyBytes(byte[] target) {
    bytes.copyTo(target);
  }

  /** Bytes that this takes in memory, about; its tree is counted whether it is there or not. */
  public int footprint() {
    return FOOTPRINT + spans.footprint() + bytes.footprint();
  }

  /** Records what was decided; from now on spans are late. */
  public Decision decide(Verdict verdict, CloseReason reason, long nowMillis) {
    spans.settle(verdict.basis());
    TraceSummary.@Nullable Root root = summary.root(tree());
    summary.forgetRoots();
    closedMillis = nowMillis;
    decision =
        new Decision(
            id(),
            0,
            verdict,
            reason,
            spans.size(),
            spans.services(),
            root == null ? null : spans.service(root.span()),
            root == null ? null : root.name(),
            summary.startNanos(),
            summary.durationNanos(),
            summary.error(),
            0,
            0,
            reopened);
    taken.take(decision);
    return decision;
  }

  /** The trace was decided: its bytes are needed no more, its tree only if a span comes late. */
  public void freeBytes() {
    bytes.free();
    tree = null;
    decision = null;
  }

  /**
   * Goes back to its pool: nobody may use it any more.
   *
   * @throws IllegalStateException if it has gone back already
   */
  public void free() {
    if (!inUse) {
      throw new IllegalStateException("freed twice");
    }
    inUse = false;
    leaveQueues();
    freeBytes();
    spans.free();
    summary.clear();
    log.clear();
    taken.clear();
    pool.takeBack(this);
  }

  private void leaveQueues() {
    byQuiet.leave();
    byAge.leave();
    byOffset.leave();
    byLogAge.leave();
  }

  /**
   * The decision as it was taken.
   *
   * @throws IllegalStateException if the trace is open
   */
  public Decision decision() {
    if (isOpen()) {
      throw new IllegalStateException("open");
    }
    return decision == null ? taken.amended(id(), 0, 0, 0) : decision;
  }

  /** When the decision was taken, in milliseconds of the watermark. */
  public long closedMillis() {
    return closedMillis;
  }

  public int lateSpans() {
    return spans.size() - taken.spans();
  }

  /** The decision with what came after it. */
  public Decision amendment() {
    return taken.amended(id(), 1, lateSpans(), lateErrors);
  }
}
