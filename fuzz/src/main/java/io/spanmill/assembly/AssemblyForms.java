package io.spanmill.assembly;

import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.TracesData;
import io.spanmill.fuzz.Claim;
import io.spanmill.fuzz.StoredForm;
import io.spanmill.model.Basis;
import io.spanmill.model.CloseReason;
import io.spanmill.model.Match;
import io.spanmill.model.Verdict;
import io.spanmill.state.ControlRecord;
import io.spanmill.state.PolicySet;
import io.spanmill.state.Stamp;
import io.spanmill.wire.ProtoWriter;
import java.nio.ByteBuffer;
import java.util.List;

/** What the assembler remembers, shown to the fuzzer: nobody outside its package sees it. */
public final class AssemblyForms {
  private static final byte[] NO_DECISIONS = {2, 0, 0};

  private AssemblyForms() {}

  /** All of them, in the order of {@link #seeds}. */
  public static StoredForm<?>[] all() {
    return new StoredForm<?>[] {
      new StoredForm<>(AssemblyMark::of, AssemblyMark::toBytes),
      new StoredForm<>(DecisionBatch::read, AssemblyForms::written),
      new StoredForm<>(ControlsInForce::read, AssemblyForms::writtenControls),
      new StoredForm<>(AssemblyForms::shown, piece -> piece),
    };
  }

  /** One of each, behind the byte that chooses it. */
  public static List<byte[]> seeds() {
    Stamp stamp = new Stamp(Stamp.Kind.DATA, "otlp_spans", 1, 3, 1_000, 990);
    AssemblyMark mark =
        new AssemblyMark(2_000, new AssemblyMark.Point(17, 900, 800, List.of(stamp)));
    Verdict verdict =
        new Verdict(
            true, 1L << 55, 7, Basis.ofTraceId(5), "v", "p", List.of(new Match("p", 1L << 55, 3)));
    DecisionBatch.Entry entry =
        new DecisionBatch.Entry(
            1, 2, verdict, 1_000, 3, CloseReason.MAX_AGE, true, DecisionBatch.Stage.SETTLED);
    ControlRecord control = new PolicySet("v1", 1_000, "{policies: []}").toRecord();
    return List.of(
        chosen(0, mark.toBytes()),
        chosen(1, written(List.of(entry))),
        chosen(2, ControlsInForce.toBytes(control, control)),
        chosen(3, piece()));
  }

  private static byte[] chosen(int form, byte[] bytes) {
    return new ProtoWriter(64).writeByte(form).writeRaw(bytes, 0, bytes.length).toByteArray();
  }

  private static byte[] written(List<DecisionBatch.Entry> entries) {
    DecisionBatch batch = new DecisionBatch();
    entries.forEach(batch::add);
    List<byte[]> pieces = batch.drain();
    return pieces.isEmpty() ? NO_DECISIONS : pieces.get(0);
  }

  /** No more than two are ever written: the newest, and what is in force where that is not. */
  private static byte[] writtenControls(List<ControlRecord> records) {
    int last = records.size() - 1;
    return last < 0
        ? new byte[] {1}
        : ControlsInForce.toBytes(last == 0 ? null : records.get(last - 1), records.get(last));
  }

  /** Only a trace can write a piece, so it is only shown. */
  private static byte[] shown(byte[] stored) {
    TracePiece piece = TracePiece.of(stored);
    for (int span = 0; span < piece.spans(); span++) {
      piece.arrivalMillis(span);
    }
    Claim.holds(piece.traces().length < stored.length, "spans stand behind the rest");
    return stored;
  }

  private static byte[] piece() {
    Span span = Span.newBuilder().setName("GET /").build();
    ScopeSpans scope = ScopeSpans.newBuilder().addSpans(span).build();
    ResourceSpans resource = ResourceSpans.newBuilder().addScopeSpans(scope).build();
    byte[] traces = TracesData.newBuilder().addResourceSpans(resource).build().toByteArray();
    ByteBuffer piece = ByteBuffer.allocate(46 + traces.length).put((byte) 1).put((byte) 1);
    piece.putLong(1_000).putLong(2_000).putLong(0).putLong(1_000).putInt(1).putLong(2_000);
    return piece.put(traces).array();
  }
}
