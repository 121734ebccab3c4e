package io.spanmill.assembly;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spanmill.model.CloseReason;
import io.spanmill.model.Decision;
import io.spanmill.model.Verdict;
import io.spanmill.trace.Trace;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Decisions as they are stored: all that one step of the assembler took, together.
 *
 * <pre>
 * version 1   1 byte   1
 * policies    2 bytes  how many names follow
 *   name      2 bytes length, UTF-8
 * entries     to the end, each:
 *   trace id  16 bytes
 *   threshold 8 bytes
 *   closed at 8 bytes  milliseconds of the watermark
 *   spans     4 bytes  how many there were: those that follow in the log were late
 *   flags     1 byte   1 kept, 2 reopened, 4 no longer lingering, 8 open again (the verdict is void)
 *   closed by 1 byte   ordinal of {@link CloseReason}
 *   policy    2 bytes  index of the name, −1 for none
 *   matched   2 bytes  how many follow, each 2 bytes: index of a name
 * </pre>
 *
 * All numbers are big-endian.
 */
final class DecisionBatch {
  /** Whether spans that come late can still be linked, or what else is left of a decision. */
  enum Stage {
    LINGERING,
    SETTLED,
    OPEN_AGAIN
  }

  /** One decision, or what has changed about it. */
  record Entry(
      long idHigh,
      long idLow,
      Verdict verdict,
      long closedMillis,
      int spans,
      CloseReason closedBy,
      boolean reopened,
      Stage stage) {

    /** The same decision at a later stage. */
    static Entry of(Trace trace, Stage stage) {
      Decision decision = trace.decision();
      return new Entry(
          trace.idHigh(),
          trace.idLow(),
          decision.verdict(),
          trace.closedMillis(),
          decision.spans(),
          decision.closedBy(),
          decision.reopened(),
          stage);
    }
  }

  private static final byte VERSION = 1;
  private static final int KEPT = 1;
  private static final int REOPENED = 2;
  private static final int SETTLED = 4;
  private static final int FIXED = 16 + 8 + 8 + 4 + 1 + 1 + 2 + 2;
  private static final Stage[] STAGES = Stage.values();
  private static final CloseReason[] REASONS = CloseReason.values();

  private final List<Entry> entries = new ArrayList<>();
  private final List<String> names = new ArrayList<>();

  void add(Entry entry) {
    entries.add(entry);
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  /** What was added since the last {@link #drain}. */
  List<Entry> entries() {
    return entries;
  }

  /** The stored form of what was added; afterwards this is empty. */
  byte[] drain() {
    names.clear();
    int size = 3;
    for (Entry entry : entries) {
      size += FIXED + 2 * entry.verdict().matched().size();
      collectNames(entry.verdict());
    }
    for (String name : names) {
      size += 2 + name.getBytes(UTF_8).length;
    }
    ByteBuffer out = ByteBuffer.allocate(size).put(VERSION).putShort((short) names.size());
    for (String name : names) {
      byte[] utf8 = name.getBytes(UTF_8);
      out.putShort((short) utf8.length).put(utf8);
    }
    entries.forEach(entry -> write(entry, out));
    entries.clear();
    return out.array();
  }

  private void collectNames(Verdict verdict) {
    verdict.matched().forEach(this::collectName);
    String policy = verdict.policy();
    if (policy != null) {
      collectName(policy);
    }
  }

  private void collectName(String name) {
    if (!names.contains(name)) {
      names.add(name);
    }
  }

  private void write(Entry entry, ByteBuffer out) {
    Verdict verdict = entry.verdict();
    int flags =
        (verdict.kept() ? KEPT : 0)
            | (entry.reopened() ? REOPENED : 0)
            | entry.stage().ordinal() * SETTLED;
    out.putLong(entry.idHigh()).putLong(entry.idLow());
    out.putLong(verdict.threshold()).putLong(entry.closedMillis()).putInt(entry.spans());
    out.put((byte) flags).put((byte) entry.closedBy().ordinal());
    out.putShort((short) (verdict.policy() == null ? -1 : names.indexOf(verdict.policy())));
    out.putShort((short) verdict.matched().size());
    for (String name : verdict.matched()) {
      out.putShort((short) names.indexOf(name));
    }
  }

  static List<Entry> read(byte[] batch) {
    ByteBuffer in = ByteBuffer.wrap(batch);
    if (in.get() != VERSION) {
      throw new IllegalStateException("decisions of version " + batch[0] + ", not " + VERSION);
    }
    List<String> names = readNames(in);
    List<Entry> entries = new ArrayList<>();
    while (in.hasRemaining()) {
      entries.add(readEntry(in, names));
    }
    return entries;
  }

  private static List<String> readNames(ByteBuffer in) {
    int count = in.getShort();
    List<String> names = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      byte[] utf8 = new byte[in.getShort()];
      in.get(utf8);
      names.add(new String(utf8, UTF_8));
    }
    return names;
  }

  private static Entry readEntry(ByteBuffer in, List<String> names) {
    long idHigh = in.getLong();
    long idLow = in.getLong();
    long threshold = in.getLong();
    long closedMillis = in.getLong();
    int spans = in.getInt();
    int flags = in.get();
    CloseReason closedBy = REASONS[in.get()];
    int policy = in.getShort();
    int matchedCount = in.getShort();
    List<String> matched = new ArrayList<>(matchedCount);
    for (int i = 0; i < matchedCount; i++) {
      matched.add(names.get(in.getShort()));
    }
    Verdict verdict =
        new Verdict((flags & KEPT) != 0, threshold, policy < 0 ? null : names.get(policy), matched);
    return new Entry(
        idHigh,
        idLow,
        verdict,
        closedMillis,
        spans,
        closedBy,
        (flags & REOPENED) != 0,
        STAGES[flags / SETTLED]);
  }
}
