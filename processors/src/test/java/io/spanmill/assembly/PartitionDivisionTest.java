package io.spanmill.assembly;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.trace.v1.TracesData;
import io.spanmill.assembly.AssemblyMark.Point;
import io.spanmill.assembly.DecisionBatch.Entry;
import io.spanmill.assembly.DecisionBatch.Stage;
import io.spanmill.fixture.TestSpan;
import io.spanmill.model.Basis;
import io.spanmill.model.CloseReason;
import io.spanmill.model.SpanKind;
import io.spanmill.model.Verdict;
import io.spanmill.state.ControlRecord;
import io.spanmill.state.Stamp;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PartitionDivisionTest {
  private static final TraceSpread TWO = new TraceSpread(1, 2);
  private static final byte[] STAMP =
      new Stamp(Stamp.Kind.DATA, "in", 0, 1, 1_000, 1_000).toBytes();

  /** The lowest id from this one on that goes to a part. */
  private static long idOf(int part, long from) {
    long id = from;
    while (TWO.part(7, id) != part) {
      id++;
    }
    return id;
  }

  private static final long FIRST = idOf(0, 1);
  private static final long SECOND = idOf(1, 1);

  /** Writes down what the parts get; of the log, values in hex. */
  private static final class Written implements PartitionDivision.Parts {
    private final List<List<String>> logs = List.of(new ArrayList<>(), new ArrayList<>());
    private final List<NavigableMap<byte[], byte[]>> stores =
        List.of(PartitionDivision.emptyStore(), PartitionDivision.emptyStore());

    @Override
    public long append(int part, byte @Nullable [] key, byte @Nullable [] value) {
      String log = key == null || value == null ? "null" : HexFormat.of().formatHex(value);
      logs.get(part).add(log);
      return logs.get(part).size() - 1;
    }

    @Override
    public long end(int part) {
      return logs.get(part).size();
    }

    @Override
    public void store(int part, byte[] key, byte[] value) {
      assertThat(stores.get(part).put(key, value)).isNull();
    }

    private List<Long> batches(int part) {
      return stores.get(part).keySet().stream()
          .filter(key -> key.length == Long.BYTES && key[0] >= 0)
          .map(key -> ByteBuffer.wrap(key).getLong())
          .toList();
    }

    private List<Long> decided(int part, long offset) {
      byte[] batch = stores.get(part).get(StoredDecisionLog.batchKey(offset, 0));
      return DecisionBatch.read(batch).stream().map(Entry::idLow).toList();
    }

    private AssemblyMark mark(int part) {
      return AssemblyMark.of(stores.get(part).get(StoredDecisionLog.markKey()));
    }
  }

  private final NavigableMap<byte[], byte[]> stored = PartitionDivision.emptyStore();
  private final Written written = new Written();

  private void decided(long offset, long... ids) {
    decided(offset, 0, ids);
  }

  private void decided(long offset, int piece, long... ids) {
    DecisionBatch batch = new DecisionBatch();
    for (long id : ids) {
      Verdict verdict = new Verdict(true, 0, 0, Basis.ofTraceId(id), "v", null, List.of());
      batch.add(new Entry(7, id, verdict, 5, 1, CloseReason.COMPLETE, false, Stage.LINGERING));
    }
    stored.put(StoredDecisionLog.batchKey(offset, piece), batch.drain().get(0));
  }

  private void mark(long lowWater) {
    stored.put(
        StoredDecisionLog.markKey(),
        new AssemblyMark(900, new Point(lowWater, 800, 700, List.of(Stamp.of(STAMP)))).toBytes());
  }

  private PartitionDivision division(long committed) {
    PartitionDivision division = new PartitionDivision(TWO, stored, committed, written);
    division.begin();
    return division;
  }

  private static byte[] spans(long... ids) {
    List<TestSpan> spans = new ArrayList<>();
    for (long id : ids) {
      spans.add(TestSpan.of(id, 0, "a", SpanKind.SERVER).inTrace(7, id));
    }
    return TestSpan.toBytes(spans);
  }

  private TracesData bundle(int part, int record) throws InvalidProtocolBufferException {
    return TracesData.parseFrom(HexFormat.of().parseHex(written.logs.get(part).get(record)));
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  @Test
  void decisionsStandUnderTheOffsetsOfTheNewLog() {
    decided(100, FIRST, SECOND);
    decided(200, SECOND);
    decided(310, FIRST + 1_000_000, FIRST);
    mark(300);
    PartitionDivision division = division(320);
    assertThat(division.from()).isEqualTo(300);
    for (long offset : new long[] {299, 300, 310, 320}) {
      division.divide(offset, STAMP, new byte[0]);
    }
    division.end();

    assertThat(written.logs.get(0)).containsExactly("null", "", "", "");
    assertThat(written.logs.get(1)).containsExactly("null", "null", "", "", "");
    assertThat(written.batches(0)).containsExactly(0L, 2L);
    assertThat(written.decided(0, 0)).containsExactly(FIRST);
    assertThat(written.decided(0, 2)).contains(FIRST);
    assertThat(written.batches(1)).startsWith(0L, 1L);
    assertThat(written.decided(1, 0)).containsExactly(SECOND);
    assertThat(List.of(division.position(0), division.position(1))).containsExactly(3L, 4L);
    assertThat(division.decisions(0) + division.decisions(1)).isEqualTo(5);
    Point point = new Point(1, 800, 700, List.of(Stamp.of(STAMP)));
    assertThat(written.mark(0)).isEqualTo(new AssemblyMark(900, point));
    assertThat(written.mark(1).lowWater().offset()).isEqualTo(2);
  }

  @Test
  void piecesOfABatchStayTogether() {
    decided(100, 0, FIRST);
    decided(100, 1, FIRST + 1, FIRST + 2, FIRST + 3, SECOND);
    mark(300);
    division(301).end();
    for (int part = 0; part < 2; part++) {
      assertThat(written.batches(part)).containsExactly(0L);
      assertThat(written.logs.get(part)).containsExactly("null");
    }
    assertThat(written.decided(0, 0)).startsWith(FIRST);
  }

  @Test
  void withoutAnythingUnreadItGoesOnAtTheEnd() {
    mark(300);
    PartitionDivision division = division(301);
    division.divide(300, STAMP, new byte[0]);
    division.end();
    assertThat(division.position(0)).isEqualTo(1);
    assertThat(written.mark(0).lowWater().offset()).isZero();
  }

  @Test
  void ofALogThatIsGoneOnlyDecisionsAreLeft() {
    decided(300, SECOND);
    mark(300);
    PartitionDivision division = division(301);
    division.end();
    assertThat(written.batches(0)).isEmpty();
    assertThat(written.batches(1)).containsExactly(0L);
    assertThat(division.position(1)).isEqualTo(1);
    assertThat(written.mark(1).lowWater().offset()).isEqualTo(1);
  }

  @Test
  void eachPartHasItsTracesSpans() throws InvalidProtocolBufferException {
    PartitionDivision division = division(0);
    division.divide(0, STAMP, spans(FIRST, SECOND, FIRST));
    division.divide(1, STAMP, spans(SECOND));
    division.end();
    assertThat(bundle(0, 0)).isEqualTo(TracesData.parseFrom(spans(FIRST, FIRST)));
    assertThat(bundle(1, 0)).isEqualTo(TracesData.parseFrom(spans(SECOND)));
    assertThat(bundle(1, 1)).isEqualTo(bundle(1, 0));
    assertThat(written.logs.get(0)).hasSize(2).endsWith("");
    assertThat(List.of(division.spans(0), division.spans(1))).containsExactly(2L, 2L);
    assertThat(written.stores.get(0)).isEmpty();
  }

  @Test
  void whatIsInForceGoesToAll() {
    byte[] control = {1, 2, 3};
    byte[] inForce = bytesOf(0xfe, "policies");
    stored.put(inForce, control);
    PartitionDivision division = division(0);
    division.divide(0, ControlRecord.key(), control);
    for (int part = 0; part < 2; part++) {
      assertThat(written.stores.get(part).get(inForce)).isEqualTo(control);
      assertThat(written.logs.get(part)).containsExactly("010203");
    }
  }

  @Test
  void whatWasKeptOverGoesToItsTrace() {
    byte[] key = ByteBuffer.allocate(21).put((byte) 0xfc).putLong(7).putLong(SECOND).array();
    stored.put(key, new byte[] {9});
    division(0);
    assertThat(written.stores.get(0)).isEmpty();
    assertThat(written.stores.get(1).get(key)).containsExactly(9);
  }

  @Test
  void whatABudgetHasCountedIsDivided() {
    byte[] key = bytesOf(0xfd, "budget");
    stored.put(
        key,
        HexFormat.of()
            .parseHex(
                "01 0000000000000009 0000000000000005 4010000000000000 4018000000000000"
                        .replace(" ", "")
                    + "0000000000000007"));
    division(0);
    for (int part = 0; part < 2; part++) {
      assertThat(hex(written.stores.get(part).get(key)))
          .isEqualTo(
              "010000000000000009"
                  + (part == 0 ? "0000000000000003" : "0000000000000002")
                  + "400000000000000040080000000000000000000000000007");
    }
  }

  @Test
  void whatIsNotOursIsRefusedOnce() {
    byte[] noBundle = {10, 50};
    PartitionDivision division = division(0);
    division.divide(0, null, noBundle);
    division.divide(1, "key".getBytes(UTF_8), noBundle);
    division.divide(2, STAMP, noBundle);
    division.end();
    assertThat(written.logs.get(0)).containsExactly("null", "0a32", "0a32");
    assertThat(written.logs.get(1)).containsExactly("");
  }

  @Test
  void whatALaterReleaseHasStoredIsRefused() {
    stored.put(bytesOf(0xfb, "new"), new byte[1]);
    assertThatThrownBy(() -> division(0))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the decision store has a key that begins with fb");
  }

  @Test
  void onlyALargerMultipleWillDo() {
    assertThatThrownBy(() -> new TraceSpread(4, 6))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("6 is not a multiple of 4, the number of partitions there are");
    assertThatThrownBy(() -> new TraceSpread(4, 2)).isInstanceOf(IllegalArgumentException.class);
    assertThat(new TraceSpread(4, 12).partition(3, 2)).isEqualTo(11);
  }

  private static byte[] bytesOf(int kind, String name) {
    byte[] utf8 = name.getBytes(UTF_8);
    return ByteBuffer.allocate(1 + utf8.length).put((byte) kind).put(utf8).array();
  }
}
