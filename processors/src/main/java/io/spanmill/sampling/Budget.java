package io.spanmill.sampling;

import io.spanmill.model.Match;
import io.spanmill.model.TraceId;
import io.spanmill.otlp.AttributeValue;
import io.spanmill.trace.Trace;
import io.spanmill.trace.TraceView;
import java.util.List;

/**
 * A limit on how much is kept: the threshold that holds at present for the trace's key. The key is
 * a hash of the distinct values that each of some attributes has anywhere in the trace. Not
 * thread-safe.
 */
final class Budget implements Policy {
  private final String name;
  private final Budgets budgets;
  private final Values[] values;

  @SuppressWarnings("NullAway.Init") // a trace has a span
  private Trace trace;

  private long tableEpoch = Match.NO_TABLE;

  Budget(String name, List<String> keys, Budgets budgets, AttributeScan attributes) {
    this.name = name;
    this.budgets = budgets;
    this.values = new Values[keys.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = new Values();
      attributes.listen(keys.get(i), values[i]);
    }
  }

  @Override
  public void clear() {
    for (Values of : values) {
      of.size = 0;
    }
  }

  @Override
  public void see(TraceView spans, int span) {
    trace = spans.trace();
  }

  @Override
  public long threshold() {
    long threshold = budgets.threshold(name, key(), trace);
    tableEpoch = budgets.tableEpoch();
    return threshold;
  }

  @Override
  public long tableEpoch() {
    return tableEpoch;
  }

  @Override
  public void demand(Demands demands) {
    demands.ask(name, key());
  }

  /** Of no attributes it is 0. */
  long key() {
    long key = 0;
    for (Values of : values) {
      key = TraceId.mix(key + of.hash());
    }
    return key;
  }

  /** The distinct values of one attribute, as hashes. */
  private static final class Values implements AttributeScan.Listener {
    /** What has more of them is all one. */
    private static final int MOST = 100;

    private final long[] hashes = new long[MOST];
    private int size;

    @Override
    public void value(AttributeValue value) {
      long hash = value.hash();
      for (int i = 0; i < size; i++) {
        if (hashes[i] == hash) {
          return;
        }
      }
      hashes[size++] = hash;
    }

    @Override
    public boolean isIndifferentTo(AttributeValue value) {
      return false;
    }

    @Override
    public boolean hasHeardEnough() {
      return size == MOST;
    }

    /** The same in whatever order they came. */
    private long hash() {
      if (size == MOST) {
        return MOST;
      }
      long sum = size;
      for (int i = 0; i < size; i++) {
        sum += TraceId.mix(hashes[i]);
      }
      return sum;
    }
  }
}
