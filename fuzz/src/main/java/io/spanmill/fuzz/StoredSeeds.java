package io.spanmill.fuzz;

import io.spanmill.model.BudgetTable;
import io.spanmill.model.ConnectionType;
import io.spanmill.model.DemandSum;
import io.spanmill.model.EdgeSum;
import io.spanmill.model.ErrorEntry;
import io.spanmill.model.ErrorGroup;
import io.spanmill.model.ErrorSum;
import io.spanmill.model.PathSum;
import io.spanmill.model.RedSum;
import io.spanmill.model.TraceId;
import io.spanmill.state.BudgetTableFormat;
import io.spanmill.state.ControlRecord;
import io.spanmill.state.DemandFormat;
import io.spanmill.state.EdgeFormat;
import io.spanmill.state.ErrorFormat;
import io.spanmill.state.PathFormat;
import io.spanmill.state.PolicySet;
import io.spanmill.state.RedFormat;
import io.spanmill.state.Stamp;
import io.spanmill.wire.ProtoWriter;
import java.util.List;
import java.util.function.Consumer;

/** One of each stored form, behind the byte that chooses it. */
final class StoredSeeds {
  private StoredSeeds() {}

  static List<byte[]> records() {
    PolicySet policies = new PolicySet("v1", 1_700_000_000_000L, "{policies: []}");
    BudgetTable.Totals totals = new BudgetTable.Totals(10, 20, 9.5);
    BudgetTable table =
        new BudgetTable("p", 3, totals, new long[] {-5, 7}, new long[] {0, 1L << 55}, 1L << 54);
    return List.of(
        chosen(0, new Stamp(Stamp.Kind.DATA, "otlp_spans", 1, 3, 1_000, 990).toBytes()),
        chosen(0, ControlRecord.key()),
        chosen(1, policies.toRecord().toBytes()),
        chosen(2, policies.toBytes()),
        chosen(3, BudgetTableFormat.write(table)));
  }

  static List<byte[]> sums() {
    return List.of(
        written(0, out -> new RedFormat().write(red(), out)),
        written(1, out -> new EdgeFormat().write(edge(), out)),
        written(2, out -> new DemandFormat().write(demand(), out)),
        written(3, StoredSeeds::redKey),
        written(4, StoredSeeds::edgeKey),
        written(5, StoredSeeds::demandKey),
        written(6, StoredSeeds::batch),
        written(7, out -> out.writeByte(1).writeByte(1).writeVarint(500)),
        written(8, out -> new PathFormat(3).write(path(), out)),
        written(9, StoredSeeds::pathKey),
        written(10, out -> new ErrorFormat().write(errors(), out)),
        written(11, out -> ErrorFormat.writeKey(60_000, -5, out)));
  }

  private static RedSum red() {
    RedSum sum = new RedSum();
    sum.add(1_000_000, 1L << 24);
    sum.add(0, 3L << 24);
    sum.addExemplar(new TraceId(1, 2), 3);
    return sum;
  }

  private static EdgeSum edge() {
    EdgeSum sum = new EdgeSum();
    sum.addCalls(1, 1L << 24, true, false);
    sum.addClientDuration(1, 5_000_000);
    sum.addServerDuration(-1, 4_000_000);
    sum.addExample(1, 2, true, 3);
    return sum;
  }

  private static PathSum path() {
    ProtoWriter name = new ProtoWriter(64).writeByte(3).writeSized("cart").writeSized("GET");
    name.writeSized("redis");
    PathSum sum = new PathSum(3);
    sum.addTraces(2);
    sum.at(name.array(), name.size()).add(5_000_000);
    sum.at(name.array(), name.size()).examples().add(1, 2, 3);
    sum.at(new byte[0], 0).add(0);
    return sum;
  }

  private static void pathKey(ProtoWriter out) {
    out.writeFixed64(Long.reverseBytes(60_000L)).writeSized("shop").writeSized("GET /");
  }

  private static DemandSum demand() {
    DemandSum sum = new DemandSum();
    sum.add(0, 100);
    sum.add(1L << 55, 7);
    return sum;
  }

  private static void redKey(ProtoWriter out) {
    out.writeFixed64(Long.reverseBytes(60_000L)).writeByte(2).writeByte(1);
    out.writeSized("shop").writeSized("GET /").writeSized("region").writeSized("eu");
  }

  private static void edgeKey(ProtoWriter out) {
    EdgeFormat.writeKey(60_000, ConnectionType.DIRECT, "a", "b", out);
  }

  private static ErrorSum errors() {
    ErrorSum sum = new ErrorSum();
    sum.addErrors(1, 1L << 24);
    sum.addExceptions(2);
    sum.addSeen(3, 4, new ErrorGroup("T", "m", "s", "n", "go", List.of("f", "g")));
    sum.entries().add(new ErrorEntry("w", "o"), 1);
    sum.callers().add("w", 1);
    sum.addExample(new TraceId(1, 2));
    return sum;
  }

  private static void demandKey(ProtoWriter out) {
    DemandFormat.writeKey(10_000, new byte[] {'p'}, out);
    DemandFormat.writeHash(-3, out);
  }

  private static void batch(ProtoWriter out) {
    ProtoWriter key = new ProtoWriter(64);
    redKey(key);
    ProtoWriter sum = new ProtoWriter(64);
    new RedFormat().write(red(), sum);
    out.writeByte(1).writeSized(key.array(), 0, key.size()).writeSized(sum.array(), 0, sum.size());
  }

  private static byte[] written(int form, Consumer<ProtoWriter> writing) {
    ProtoWriter out = new ProtoWriter(64).writeByte(form);
    writing.accept(out);
    return out.toByteArray();
  }

  private static byte[] chosen(int form, byte[] bytes) {
    return written(form, out -> out.writeRaw(bytes, 0, bytes.length));
  }
}
