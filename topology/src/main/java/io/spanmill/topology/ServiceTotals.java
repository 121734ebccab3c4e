package io.spanmill.topology;

import io.spanmill.model.Edge;
import io.spanmill.model.EdgeSum;
import io.spanmill.model.RedSeries;
import io.spanmill.model.RedSum;
import io.spanmill.model.Total;
import io.spanmill.sinks.metrics.MetricNames;
import io.spanmill.sinks.metrics.Point;
import io.spanmill.sinks.metrics.PrometheusFamilies;
import io.spanmill.window.TotalsWatch;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;

/** What RED and edges of this process have come to, as far as it is committed. Thread-safe. */
final class ServiceTotals {
  private final Board<RedSeries, RedSum> red = new Board<>();
  private final Board<Edge, EdgeSum> edges = new Board<>();

  private static final class Board<K, S> implements TotalsWatch<K, S> {
    private final Map<Integer, List<Total<K, S>>> byPartition = new ConcurrentSkipListMap<>();

    @Override
    public void stand(int partition, List<Total<K, S>> all) {
      byPartition.put(partition, all);
    }

    @Override
    public void closed(int partition) {
      byPartition.remove(partition);
    }

    void addTo(PrometheusFamilies families, Function<Total<K, S>, List<Point>> points) {
      byPartition
          .values()
          .forEach(all -> all.forEach(total -> points.apply(total).forEach(families::add)));
    }
  }

  TotalsWatch<RedSeries, RedSum> red() {
    return red;
  }

  TotalsWatch<Edge, EdgeSum> edges() {
    return edges;
  }

  /** All of them, under somebody's names. */
  PrometheusFamilies families(MetricNames names) {
    PrometheusFamilies families = new PrometheusFamilies();
    red.addTo(families, names::red);
    edges.addTo(families, names::edges);
    return families;
  }
}
