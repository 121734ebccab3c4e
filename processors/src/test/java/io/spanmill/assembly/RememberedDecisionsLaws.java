package io.spanmill.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanmill.assembly.DecisionBatch.Entry;
import io.spanmill.assembly.DecisionBatch.Stage;
import io.spanmill.fixture.MemoryLogs;
import io.spanmill.model.Basis;
import io.spanmill.model.CloseReason;
import io.spanmill.model.Threshold;
import io.spanmill.model.Verdict;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RememberedDecisionsLaws {
  private record Known(long offset, Entry entry) {}

  @Test
  void remembersTheLastOfEachTraceUntilItsBatchIsForgotten() {
    for (long seed = 0; seed < 30; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      MemoryLogs logs = new MemoryLogs();
      RememberedDecisions remembered = new RememberedDecisions(logs);
      Map<Long, Known> model = new HashMap<>();
      long forgotten = 0;
      for (long offset = 0; offset < 400; offset++) {
        write(remembered, model, logs, offset, random);
        if (random.nextInt(3) == 0) {
          long below = forgotten + random.nextInt(20);
          while (remembered.forgetOldest(Math.min(below, offset))) {
            forgotten++;
          }
          long gone = forgotten;
          model.values().removeIf(known -> known.offset() < gone);
        }
        compare(remembered, model, seed);
      }
      assertThat(logs.decisionBatches()).isEqualTo((int) (400 - forgotten));
    }
  }

  private static void write(
      RememberedDecisions remembered,
      Map<Long, Known> model,
      MemoryLogs logs,
      long offset,
      SplittableRandom random) {
    DecisionBatch batch = new DecisionBatch();
    for (int i = random.nextInt(5); i >= 0; i--) {
      Entry entry = entry(random.nextInt(3_000), random);
      batch.add(entry);
      remembered.put(entry, offset);
      model.put(entry.idLow(), new Known(offset, entry));
    }
    remembered.batchWritten(offset, batch.entries());
    logs.write(offset, 0, batch.drain());
  }

  private static Entry entry(long low, SplittableRandom random) {
    Basis.Source source = Basis.Source.values()[random.nextInt(4)];
    long threshold =
        random.nextInt(9) == 0 ? Threshold.UNKNOWN : random.nextLong(Threshold.NEVER + 1);
    long floor = random.nextLong(Threshold.NEVER);
    Basis basis = new Basis(random.nextLong(Threshold.NEVER), source, random.nextBoolean());
    Verdict verdict =
        new Verdict(random.nextBoolean(), threshold, floor, basis, "", null, List.of());
    Stage stage = Stage.values()[random.nextInt(3)];
    return new Entry(5, low, verdict, random.nextLong(9), 1, CloseReason.IDLE, false, stage);
  }

  private static void compare(RememberedDecisions remembered, Map<Long, Known> model, long seed) {
    assertThat(remembered.size()).as("seed %d", seed).isEqualTo(model.size());
    for (Map.Entry<Long, Known> one : model.entrySet()) {
      int slot = remembered.find(5, one.getKey());
      Entry entry = one.getValue().entry();
      assertThat(slot).as("seed %d", seed).isNotEqualTo(RememberedDecisions.NONE);
      assertThat(remembered.batchOffset(slot)).isEqualTo(one.getValue().offset());
      assertThat(remembered.closedMillis(slot)).isEqualTo(entry.closedMillis());
      assertThat(remembered.isVoid(slot)).isEqualTo(entry.stage() == Stage.OPEN_AGAIN);
      if (entry.stage() != Stage.OPEN_AGAIN) {
        assertThat(remembered.isKept(slot)).isEqualTo(entry.verdict().kept());
        assertThat(remembered.threshold(slot)).isEqualTo(entry.verdict().threshold());
        assertThat(remembered.floor(slot)).isEqualTo(entry.verdict().floor());
        assertThat(remembered.basis(slot)).isEqualTo(entry.verdict().basis());
      }
    }
    assertThat(remembered.find(6, 1)).isEqualTo(RememberedDecisions.NONE);
  }
}
