package io.spanmill.assembly;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spanmill.model.Basis;
import io.spanmill.model.CloseReason;
import io.spanmill.model.Decision;
import io.spanmill.model.Match;
import io.spanmill.model.Verdict;
import io.spanmill.trace.Trace;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decisions as they are stored: all that one step of the assembler took, together.
 *
 * <pre>
 * version 2     1 byte   2
 * names         2 bytes  how many follow
 *   name        2 bytes length, UTF-8
 * entries       to the end, each:
 *   trace id    16 bytes
 *   threshold   8 bytes  −2 if it is kept for a reason that has no probability
 *   floor       8 bytes
 *   randomness  8 bytes
 *   closed at   8 bytes  milliseconds of the watermark
 *   spans       4 bytes  how many there were: those that follow in the log were late
 *   flags       1 byte   1 kept, 2 reopened, 4 no longer lingering, 8 open again (the verdict is
 *                        void), 16 and 32 source of the randomness, 64 missing is unknown
 *   closed by   1 byte   ordinal of {@link CloseReason}
 *   policy set  2 bytes  index of the name
 *   policy      2 bytes  index of the name, −1 for none
 *   matches     2 bytes  how many follow, each:
 *     policy    2 bytes  index of the name
 *     threshold 8 bytes
 *     epoch     8 bytes  of the budget table, −1 for none
 * </pre>
 *
 * All numbers are big-endian. What takes more than {@value #PIECE_BYTES} bytes is several such
 * pieces: each has to fit into a record of the changelog, however many traces end at once.
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

  private static final byte VERSION = 2;

  /** A piece is ended, between entries, when it has reached this size. */
  static final int PIECE_BYTES = 512 * 1024;

  private static final int KEPT = 1;
  private static final int REOPENED = 2;
  private static final int STAGE = 4;
  private static final int SOURCE = 16;
  private static final int MISSING_IS_UNKNOWN = 64;
  private static final int FIXED = 16 + 4 * 8 + 4 + 1 + 1 + 2 + 2 + 2;
  private static final int MATCH = 2 + 8 + 8;
  private static final Basis.Source[] SOURCES = Basis.Source.values();
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

  /** The stored form of what was added, in pieces; afterwards this is empty. */
  List<byte[]> drain() {
    List<byte[]> pieces = new ArrayList<>(1);
    for (int from = 0; from < entries.size(); ) {
      int size = 0;
      int to = from;
      while (to < entries.size() && size < PIECE_BYTES) {
        size += size(entries.get(to++));
      }
      pieces.add(piece(entries.subList(from, to), size));
      from = to;
    }
    entries.clear();
    return pieces;
  }

  private static int size(Entry entry) {
    return FIXED + MATCH * entry.verdict().matches().size();
  }

  private byte[] piece(List<Entry> members, int bytes) {
    names.clear();
    members.forEach(entry -> collectNames(entry.verdict()));
    int size = 3 + bytes;
    for (String name : names) {
      size += 2 + name.getBytes(UTF_8).length;
    }
    ByteBuffer out = ByteBuffer.allocate(size).put(VERSION).putShort((short) names.size());
    for (String name : names) {
      byte[] utf8 = name.getBytes(UTF_8);
      out.putShort((short) utf8.length).put(utf8);
    }
    members.forEach(entry -> write(entry, out));
    return out.array();
  }

  private void collectNames(Verdict verdict) {
    collectName(verdict.policySet());
    verdict.matches().forEach(match -> collectName(match.policy()));
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
    Basis basis = verdict.basis();
    int flags =
        (verdict.kept() ? KEPT : 0)
            | (entry.reopened() ? REOPENED : 0)
            | entry.stage().ordinal() * STAGE
            | basis.source().ordinal() * SOURCE
            | (basis.missingIsUnknown() ? MISSING_IS_UNKNOWN : 0);
    out.putLong(entry.idHigh()).putLong(entry.idLow());
    out.putLong(verdict.threshold()).putLong(verdict.floor()).putLong(basis.randomness());
    out.putLong(entry.closedMillis()).putInt(entry.spans());
    out.put((byte) flags).put((byte) entry.closedBy().ordinal());
    out.putShort((short) names.indexOf(verdict.policySet()));
    out.putShort((short) (verdict.policy() == null ? -1 : names.indexOf(verdict.policy())));
    out.putShort((short) verdict.matches().size());
    for (Match match : verdict.matches()) {
      out.putShort((short) names.indexOf(match.policy()));
      out.putLong(match.threshold()).putLong(match.tableEpoch());
    }
  }

  /**
   * @throws IllegalArgumentException if these are not the bytes of decisions, or of another version
   */
  static List<Entry> read(byte[] batch) {
    try {
      return read(ByteBuffer.wrap(batch));
    } catch (BufferUnderflowException
        | NegativeArraySizeException
        | IndexOutOfBoundsException broken) {
      throw new IllegalArgumentException("decisions that cannot be read: " + broken, broken);
    }
  }

  private static List<Entry> read(ByteBuffer in) {
    byte version = in.get();
    if (version != VERSION) {
      throw new IllegalArgumentException("decisions of version " + version + ", not " + VERSION);
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
    long floor = in.getLong();
    long randomness = in.getLong();
    long closedMillis = in.getLong();
    int spans = in.getInt();
    int flags = in.get();
    CloseReason closedBy = REASONS[in.get()];
    Verdict verdict =
        new Verdict(
            (flags & KEPT) != 0,
            threshold,
            floor,
            new Basis(randomness, SOURCES[flags / SOURCE & 3], (flags & MISSING_IS_UNKNOWN) != 0),
            names.get(in.getShort()),
            nameOrNull(in.getShort(), names),
            readMatches(in, names));
    return new Entry(
        idHigh,
        idLow,
        verdict,
        closedMillis,
        spans,
        closedBy,
        (flags & REOPENED) != 0,
        STAGES[flags / STAGE & 3]);
  }

  private static @Nullable String nameOrNull(int index, List<String> names) {
    return index < 0 ? null : names.get(index);
  }

  private static List<Match> readMatches(ByteBuffer in, List<String> names) {
    int count = in.getShort();
    List<Match> matches = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      matches.add(new Match(names.get(in.getShort()), in.getLong(), in.getLong()));
    }
    return matches;
  }
}
