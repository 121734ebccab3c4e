package io.spanmill.budget;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spanmill.fuzz.Claim;
import io.spanmill.fuzz.StoredForm;
import io.spanmill.model.BudgetTable;
import io.spanmill.model.Demand;
import io.spanmill.model.DemandSum;
import io.spanmill.model.Threshold;
import io.spanmill.state.BudgetTableFormat;
import io.spanmill.state.DemandFormat;
import io.spanmill.wire.ByteReader;
import io.spanmill.wire.ProtoWriter;
import java.util.Arrays;
import java.util.List;

/** What is remembered of budgets, shown to the fuzzer: nobody outside its package sees it. */
public final class BudgetForms {
  private static final Budget BUDGET = Budget.of(Budget.Unit.SPANS, 100);
  private static final int PARTITIONS = 3;
  private static final int SPAN = 4;
  private static final long EPOCH = 340_000_000;

  private BudgetForms() {}

  /** All of them, in the order of {@link #seeds}. */
  public static StoredForm<?>[] all() {
    return new StoredForm<?>[] {
      new StoredForm<>(BudgetForms::controller, BudgetController::toBytes),
      new StoredForm<>(BudgetForms::guard, BudgetGuard::toBytes),
      new StoredForm<>(
          bytes -> PolicyBudget.parse(new String(bytes, UTF_8)),
          budget -> budget.text().getBytes(UTF_8)),
      new StoredForm<>(BudgetForms::tables, demand -> demand),
    };
  }

  /** One of each, behind the byte that chooses it. */
  public static List<byte[]> seeds() {
    BudgetController controller = new BudgetController("p", BUDGET);
    EpochDemand demand = new EpochDemand();
    demand.add(new Demand(EPOCH * 5_000, "p", 7L), sum());
    controller.close(EPOCH, demand);
    BudgetGuard guard = new BudgetGuard(BUDGET, PARTITIONS, SPAN);
    guard.count(new Moment(EPOCH, EPOCH), 0, 0, 10);
    String text = new PolicyBudget("p", BUDGET, 1).text();
    return List.of(
        chosen(0, controller.toBytes()),
        chosen(1, guard.toBytes()),
        chosen(2, text.getBytes(UTF_8)),
        demand(text));
  }

  private static byte[] demand(String budget) {
    ProtoWriter out = new ProtoWriter(64).writeByte(3).writeSized(budget);
    new DemandFormat().write(sum(), out);
    return out.toByteArray();
  }

  private static DemandSum sum() {
    DemandSum sum = new DemandSum();
    sum.add(0, 100);
    sum.add(1L << 55, 7);
    return sum;
  }

  private static BudgetController controller(byte[] bytes) {
    BudgetController controller = new BudgetController("p", BUDGET);
    controller.restore(bytes);
    return controller;
  }

  private static BudgetGuard guard(byte[] bytes) {
    BudgetGuard guard = new BudgetGuard(BUDGET, PARTITIONS, SPAN);
    guard.restore(bytes);
    return guard;
  }

  /** What anyone may say arrived, for a budget that anyone may name, makes tables. */
  private static byte[] tables(byte[] bytes) {
    ByteReader in = new ByteReader(bytes);
    String text = in.readString();
    BudgetController controller = new BudgetController(text, PolicyBudget.parse(text).budget());
    EpochDemand arrived = new EpochDemand();
    DemandSum sum = new DemandFormat().read(in);
    arrived.add(new Demand(0, text, 7L), sum);
    arrived.add(new Demand(0, text, null), sum);
    try {
      controller.close(EPOCH, arrived);
      controller.close(EPOCH + 1, arrived);
      BudgetTable table = controller.close(EPOCH + 2, new EpochDemand());
      Claim.holds(table.size() <= 1, "only a key that came is listed");
      Claim.holds(isThreshold(table.unlisted()), "others have a threshold: " + table.unlisted());
      Claim.holds(
          table.size() == 0 || isThreshold(table.threshold(0)), "what is listed has a threshold");
      byte[] written = BudgetTableFormat.write(table);
      byte[] again = BudgetTableFormat.write(BudgetTableFormat.read(written));
      Claim.holds(Arrays.equals(again, written), "a table is read as it was made");
      return bytes;
    } catch (IllegalArgumentException impossible) {
      throw new AssertionError("of what was read a table can be made", impossible);
    }
  }

  private static boolean isThreshold(long threshold) {
    return threshold >= Threshold.ALWAYS && threshold < Threshold.NEVER;
  }

  private static byte[] chosen(int form, byte[] bytes) {
    return new ProtoWriter(64).writeByte(form).writeRaw(bytes, 0, bytes.length).toByteArray();
  }
}
