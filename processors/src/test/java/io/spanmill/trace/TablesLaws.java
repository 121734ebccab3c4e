package io.spanmill.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The tables that stand for java.util's do what those do. */
class TablesLaws {
  private final TracePool pool = new TracePool();

  @Test
  void traceMapIsAMap() {
    for (long seed = 0; seed < 20; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      TraceMap map = new TraceMap();
      Map<List<Long>, Trace> model = new HashMap<>();
      int ids = 10 << random.nextInt(10);
      for (int i = 0; i < 20_000; i++) {
        long high = random.nextInt(3);
        long low = random.nextInt(ids);
        Trace known = model.get(List.of(high, low));
        assertThat(map.find(high, low)).as("seed %d", seed).isSameAs(known);
        if (known == null) {
          Trace trace = pool.open(high, low, false);
          map.add(trace);
          model.put(List.of(high, low), trace);
        } else if (random.nextInt(3) > 0) {
          map.remove(known);
          model.remove(List.of(high, low));
        }
        assertThat(map.size()).isEqualTo(model.size());
      }
      Set<Trace> all = new HashSet<>();
      map.forEach(all::add);
      assertThat(all).as("seed %d", seed).isEqualTo(new HashSet<>(model.values()));
    }
  }

  @Test
  void traceQueueIsAList() {
    SplittableRandom random = new SplittableRandom(3);
    TraceQueue queue = new TraceQueue();
    TraceQueue other = new TraceQueue();
    List<Trace> model = new ArrayList<>();
    List<Trace> otherModel = new ArrayList<>();
    Trace[] traces = new Trace[50];
    Arrays.setAll(traces, i -> pool.open(0, i, false));
    for (int i = 0; i < 50_000; i++) {
      Trace trace = traces[random.nextInt(traces.length)];
      boolean first = random.nextBoolean();
      model.remove(trace);
      otherModel.remove(trace);
      if (random.nextInt(3) == 0) {
        trace.byQuiet().leave();
      } else {
        (first ? queue : other).add(trace.byQuiet());
        (first ? model : otherModel).add(trace);
      }
      assertThat(queue.first()).isSameAs(model.isEmpty() ? null : model.get(0));
      assertThat(other.first()).isSameAs(otherModel.isEmpty() ? null : otherModel.get(0));
      assertThat(trace.byQuiet().isTaken())
          .isEqualTo(model.contains(trace) || otherModel.contains(trace));
    }
  }

  @Test
  void idIndexFindsAllOfAnIdInTheirOrder() {
    for (long seed = 0; seed < 300; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      List<Long> ids = new ArrayList<>();
      IdIndex index = new IdIndex(ids::get);
      int distinct = 1 + random.nextInt(40);
      for (int i = random.nextInt(200); i >= 0; i--) {
        ids.add((long) random.nextInt(distinct));
        index.add(ids.size() - 1);
        long asked = random.nextInt(distinct + 2);
        assertThat(all(index, asked)).as("seed %d", seed).isEqualTo(all(ids, asked));
      }
    }
  }

  private static List<Integer> all(IdIndex index, long id) {
    List<Integer> found = new ArrayList<>();
    for (int at = index.first(id); at != SpanTable.NONE; at = index.next(at)) {
      found.add(at);
    }
    return found;
  }

  private static List<Integer> all(List<Long> ids, long id) {
    List<Integer> found = new ArrayList<>();
    for (int i = 0; i < ids.size(); i++) {
      if (ids.get(i) == id) {
        found.add(i);
      }
    }
    return found;
  }

  @Test
  void blocksKeepWhatWasAppended() {
    for (long seed = 0; seed < 20; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      List<BlockBytes> rows = new ArrayList<>();
      List<byte[]> models = new ArrayList<>();
      for (int i = 0; i < 1_000; i++) {
        if (rows.isEmpty() || random.nextInt(10) == 0) {
          rows.add(new BlockBytes(pool.blocks()));
          models.add(new byte[0]);
        }
        int at = random.nextInt(rows.size());
        if (random.nextInt(20) == 0) {
          rows.get(at).free();
          models.set(at, new byte[0]);
        } else {
          append(rows, models, at, random);
        }
      }
      for (int i = 0; i < rows.size(); i++) {
        byte[] copy = new byte[rows.get(i).size()];
        rows.get(i).copyTo(copy);
        assertThat(copy).as("seed %d, row %d", seed, i).isEqualTo(models.get(i));
        rows.get(i).free();
      }
    }
  }

  private static void append(
      List<BlockBytes> rows, List<byte[]> models, int at, SplittableRandom random) {
    byte[] more = new byte[random.nextInt(3_000)];
    random.nextBytes(more);
    int from = random.nextInt(more.length + 1);
    rows.get(at).append(more, from, more.length);
    byte[] before = models.get(at);
    byte[] after = Arrays.copyOf(before, before.length + more.length - from);
    System.arraycopy(more, from, after, before.length, more.length - from);
    models.set(at, after);
  }
}
