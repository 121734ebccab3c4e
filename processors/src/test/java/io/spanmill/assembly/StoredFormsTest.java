package io.spanmill.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spanmill.assembly.AssemblyMark.Point;
import io.spanmill.assembly.DecisionBatch.Entry;
import io.spanmill.assembly.DecisionBatch.Stage;
import io.spanmill.model.Basis;
import io.spanmill.model.CloseReason;
import io.spanmill.model.Match;
import io.spanmill.model.Verdict;
import io.spanmill.state.Stamp;
import io.spanmill.trace.Source;
import io.spanmill.trace.Trace;
import io.spanmill.trace.TraceView;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class StoredFormsTest {
  private static byte[] bytes(String... hex) {
    return HexFormat.of().parseHex(String.join("", hex).replace(" ", ""));
  }

  @Test
  void keysAreSpelled() {
    assertThat(StoredDecisionLog.batchKey(258, 0)).isEqualTo(bytes("0000000000000102"));
    assertThat(StoredDecisionLog.batchKey(258, 1)).isEqualTo(bytes("0000000000000102 00000001"));
    assertThat(StoredDecisionLog.silenceKey(258)).isEqualTo(bytes("fb 0000000000000102"));
    assertThat(StoredDecisionLog.markKey()).isEqualTo(bytes("ff"));
  }

  @Test
  void decisionsAreSpelled() {
    Entry kept =
        new Entry(
            1,
            2,
            new Verdict(
                true,
                1L << 55,
                7,
                new Basis(0x77, Basis.Source.HASH, true),
                "v",
                "b",
                List.of(new Match("a", 8, 9), new Match("b", 1L << 55))),
            1000,
            3,
            CloseReason.MAX_AGE,
            true,
            Stage.LINGERING);
    Entry dropped =
        new Entry(
            -1,
            5,
            new Verdict(false, 1L << 56, 0, Basis.ofTraceId(5), "v", null, List.of()),
            Stamp.NONE,
            4,
            CloseReason.COMPLETE,
            false,
            Stage.OPEN_AGAIN);
    byte[] golden =
        bytes(
            "02 0003 0001 76 0001 61 0001 62",
            "0000000000000001 0000000000000002",
            "0080000000000000 0000000000000007 0000000000000077 00000000000003e8",
            "00000003 63 02 0000 0002 0002",
            "0001 0000000000000008 0000000000000009",
            "0002 0080000000000000 ffffffffffffffff",
            "ffffffffffffffff 0000000000000005",
            "0100000000000000 0000000000000000 0000000000000005 8000000000000000",
            "00000004 08 00 0000 ffff 0000");
    DecisionBatch batch = new DecisionBatch();
    batch.add(kept);
    batch.add(dropped);
    assertThat(batch.drain()).containsExactly(golden);
    assertThat(batch.isEmpty()).isTrue();
    assertThat(DecisionBatch.read(golden)).containsExactly(kept, dropped);
  }

  @Test
  void whatTakesMoreThanARecordIsCutBetweenDecisions() {
    int count = 20_000;
    DecisionBatch batch = new DecisionBatch();
    for (int i = 0; i < count; i++) {
      Match match = new Match("policy-" + i % 7, i);
      Verdict verdict =
          new Verdict(true, i, 0, Basis.ofTraceId(i), "v", match.policy(), List.of(match));
      batch.add(new Entry(i, i, verdict, i, 1, CloseReason.PRESSURE, false, Stage.LINGERING));
    }
    List<Entry> entries = List.copyOf(batch.entries());
    List<byte[]> pieces = batch.drain();
    int room = DecisionBatch.PIECE_BYTES + 1024;
    assertThat(pieces).hasSizeGreaterThan(2).allMatch(piece -> piece.length < room);
    assertThat(pieces.stream().flatMap(piece -> DecisionBatch.read(piece).stream()))
        .containsExactlyElementsOf(entries);
    assertThat(batch.drain()).isEmpty();
  }

  @Test
  void settledIsAFlagOfItsOwn() {
    Verdict verdict = new Verdict(true, 0, 0, Basis.ofTraceId(2), "", null, List.of());
    Entry entry = new Entry(1, 2, verdict, 0, 0, CloseReason.COMPLETE, false, Stage.SETTLED);
    DecisionBatch batch = new DecisionBatch();
    batch.add(entry);
    byte[] stored = batch.drain().get(0);
    assertThat(stored[5 + 16 + 4 * 8 + 4]).isEqualTo((byte) 5);
    assertThat(DecisionBatch.read(stored)).containsExactly(entry);
  }

  @Test
  void marksAreSpelled() {
    Stamp stamp = new Stamp(Stamp.Kind.HEARTBEAT, "in", 1, 2, 3, 4);
    AssemblyMark mark = new AssemblyMark(1500, new Point(77, 1000, 900, List.of(stamp)));
    byte[] golden =
        bytes(
            "01 00000000000005dc 000000000000004d 00000000000003e8 0000000000000384",
            "001c 01 01 00000001 00000002 0000000000000003 0000000000000004 696e");
    assertThat(mark.toBytes()).isEqualTo(golden);
    assertThat(AssemblyMark.of(golden)).isEqualTo(mark);
  }

  @Test
  void piecesOfTracesAreSpelled() {
    HeldTraces held = new HeldTraces();
    Trace trace = held.open(1, 2, true, held.lane(new Source("in", 0)));
    BundleReader bundles = new BundleReader(1_000);
    byte[] bundle =
        bytes(
            "0a 22 12 20 12 1e 0a 10 0000000000000001 0000000000000002 12 08 0000000000000003 3002");
    bundles.read(bundle, 2_000, span -> trace.add(span, 1_500));
    bundles.read(bundle, 2_500, span -> trace.add(span, 1_700));
    TracePiece.Writer writer = new TracePiece.Writer();
    TraceView view = new TraceView().open(trace);
    assertThat(writer.write(view, 1)).isEqualTo(2);
    byte[] piece = writer.finish(trace, 1, 2);
    byte[] golden =
        bytes(
            "01 01 00000000000005dc 00000000000006a4 0000000000000000 00000000000005dc",
            "00000001 00000000000009c4",
            HexFormat.of().formatHex(bundle));
    assertThat(piece).isEqualTo(golden);
    TracePiece read = TracePiece.of(golden);
    assertThat(read.isReopened()).isTrue();
    assertThat(read.spans()).isEqualTo(1);
    assertThat(read.arrivalMillis(0)).isEqualTo(2_500);
    assertThat(read.traces()).isEqualTo(bundle);
  }

  @Test
  void piecesThatAreCutShortAreRefused() {
    String whole = "01" + "00".repeat(33) + "00000001" + "00".repeat(8);
    assertThat(TracePiece.of(bytes(whole)).spans()).isEqualTo(1);
    for (int length = 0; length < whole.length(); length += 2) {
      byte[] piece = bytes(whole.substring(0, length));
      assertThatThrownBy(() -> TracePiece.of(piece))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("piece of a trace that is cut short");
    }
    assertThatThrownBy(() -> TracePiece.of(bytes("09")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("piece of version 9, not 1");
  }
}
