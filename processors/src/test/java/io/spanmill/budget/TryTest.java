package io.spanmill.budget;

import java.util.*;
import org.junit.jupiter.api.Test;

class TryTest {
  static List<Arrival> arrivals(SplittableRandom r, int n, int keys, double skew) {
    List<Arrival> l = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      long key = (long) (keys * Math.pow(r.nextDouble(), skew));
      l.add(new Arrival(r.nextLong() >>> 8, key * 0x9E3779B97F4A7C15L, r.nextLong(), 0));
    }
    return l;
  }

  @Test
  void x() {
    for (int parts : new int[] {1, 4})
      for (double skew : new double[] {1, 3}) {
        for (int scenario = 0; scenario < 4; scenario++) {
          double[] kept = new double[40], est = new double[40];
          long t = System.nanoTime();
          for (int seed = 0; seed < 20; seed++) {
            SplittableRandom r = new SplittableRandom(seed);
            BudgetRun run = new BudgetRun(Budget.of(Budget.Unit.TRACES, 40), parts, 1, seed);
            for (int e = 0; e < 40; e++) {
              int n = 1000, keys = 20;
              boolean changed = e >= 15;
              if (changed && (scenario & 1) != 0) n = 10000;
              if (changed && (scenario & 2) != 0) keys = 2000;
              List<Arrival> a = arrivals(r, n, keys, skew);
              if (scenario == 0 && changed) {
                a.clear();
                for (int i = 0; i < n; i++)
                  a.add(new Arrival(r.nextLong() >>> 8, r.nextLong(), r.nextLong(), 0));
              }
              BudgetRun.Outcome o = run.epoch(e, a);
              kept[e] += o.kept() / 200.0 / 20;
              est[e] += o.estimate() / o.arrived() / 20;
            }
          }
          StringBuilder s =
              new StringBuilder(
                  "parts "
                      + parts
                      + " skew "
                      + skew
                      + " sc "
                      + scenario
                      + " ms "
                      + (System.nanoTime() - t) / 1000000
                      + "\n");
          for (int e = 0; e < 40; e++) s.append(String.format(" %.2f", kept[e]));
          s.append("\n");
          for (int e = 0; e < 40; e++) s.append(String.format(" %.2f", est[e]));
          System.out.println(s);
        }
      }
  }
}
