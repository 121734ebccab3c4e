package io.spanmill.budget;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spanmill.fuzz.StoredForm;
import io.spanmill.model.Demand;
import io.spanmill.model.DemandSum;
import io.spanmill.wire.ProtoWriter;
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
        chosen(2, text.getBytes(UTF_8)));
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

  private static byte[] chosen(int form, byte[] bytes) {
    return new ProtoWriter(64).writeByte(form).writeRaw(bytes, 0, bytes.length).toByteArray();
  }
}
