package io.spanmill.budget;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spanmill.model.BudgetTable;
import io.spanmill.model.DemandSum;
import io.spanmill.model.Threshold;
import io.spanmill.sampling.PolicySpec;
import io.spanmill.state.DemandFormat;
import io.spanmill.wire.ByteReader;
import io.spanmill.wire.ProtoWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

class TableMakerTest implements TableMaker.Memory, TableMaker.Output {
  private static final String BUDGET = "traces_per_second 20.0 0.5 0.0 0.1 00000001 rest of all";
  private static final long EPOCH = 340_000_000;

  private final TreeMap<byte[], byte[]> stored = new TreeMap<>(Arrays::compareUnsigned);
  private final List<String> made = new ArrayList<>();
  private final List<String> forgotten = new ArrayList<>();
  private TableMaker maker = new TableMaker(20_000, this, this);

  @Override
  public void put(byte[] key, byte[] value) {
    stored.put(key, value);
  }

  @Override
  public void delete(byte[] key) {
    stored.remove(key);
  }

  @Override
  public void forEach(BiConsumer<byte[], byte[]> reader) {
    stored.forEach(reader);
  }

  @Override
  public void table(String name, BudgetTable table) {
    made.add(name);
  }

  @Override
  public void forget(String name) {
    forgotten.add(name);
  }

  private void count(String budget, long epoch, int traces) {
    ProtoWriter key = new ProtoWriter(64);
    DemandFormat.writeKey(Epochs.startMillis(epoch), budget.getBytes(UTF_8), key);
    DemandFormat.writeHash(7, key);
    DemandSum sum = new DemandSum();
    sum.add(Threshold.ALWAYS, traces);
    ProtoWriter out = new ProtoWriter(64);
    new DemandFormat().write(sum, out);
    maker.count(key.toByteArray(), new ByteReader(out.toByteArray()));
  }

  private static String name(long epoch) {
    return "table/" + BUDGET + "/" + epoch;
  }

  @Test
  void aBudgetIsNamedByAllThatItIs() {
    PolicySpec.Throughput limit =
        PolicySpec.Throughput.plain("any", PolicySpec.Throughput.Unit.TRACES, 20);
    PolicyBudget budget = PolicyBudget.of("rest of all", limit);
    assertThat(budget.text()).isEqualTo(BUDGET);
    assertThat(PolicyBudget.parse(BUDGET)).isEqualTo(budget);
    for (String wrong : List.of("", "rest", BUDGET.replace("traces", "logs"))) {
      assertThatThrownBy(() -> PolicyBudget.parse(wrong))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void makesTheTableTwoEpochsAheadOnceAnEpochIsComplete() {
    count(BUDGET, EPOCH, 3);
    maker.complete(Epochs.startMillis(EPOCH + 1) - 1);
    assertThat(made).isEmpty();
    maker.complete(Epochs.startMillis(EPOCH + 1));
    assertThat(made).containsExactly(name(EPOCH + 2));
  }

  @Test
  void whatComesTooLateCountsInTheNextEpoch() {
    count(BUDGET, EPOCH, 3);
    maker.complete(Epochs.startMillis(EPOCH + 1));
    count(BUDGET, EPOCH, 100);
    maker.complete(Epochs.startMillis(EPOCH + 2));
    assertThat(made).containsExactly(name(EPOCH + 2), name(EPOCH + 3));
  }

  @Test
  void aBudgetOfWhichNothingIsHeardIsForgottenWithItsTables() {
    count(BUDGET, EPOCH, 3);
    for (int later = 1; later < 1_000; later++) {
      maker.complete(Epochs.startMillis(EPOCH + later));
    }
    assertThat(made).hasSizeBetween(3, 20);
    assertThat(forgotten).containsExactlyElementsOf(made);
    assertThat(stored).isEmpty();
  }

  @Test
  void isStoredLikeThisAndGoesOnFromThere() {
    count(BUDGET, EPOCH, 3);
    maker.complete(Epochs.startMillis(EPOCH + 1));
    count(BUDGET, EPOCH + 1, 3);
    HexFormat hex = HexFormat.of();
    String text = hex.formatHex(BUDGET.getBytes(UTF_8));
    String start = String.format("%016x", (EPOCH + 1) * 5_000);
    assertThat(stored.keySet().stream().map(hex::formatHex))
        .containsExactly(
            "01" + start + String.format("%02x", BUDGET.length()) + text + "0000000000000007",
            "02" + text,
            "03"
                + String.format("%016x", EPOCH + 2)
                + hex.formatHex(name(EPOCH + 2).getBytes(UTF_8)));
    assertThat(stored.values().stream().map(hex::formatHex))
        .first()
        .isEqualTo("01" + "01" + "01" + "00" + "03" + "80808018");
    maker = new TableMaker(20_000, this, this);
    maker.complete(Epochs.startMillis(EPOCH + 2));
    assertThat(made).containsExactly(name(EPOCH + 2), name(EPOCH + 3));
  }
}
