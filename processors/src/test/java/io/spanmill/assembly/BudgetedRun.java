package io.spanmill.assembly;

import io.spanmill.budget.Epochs;
import io.spanmill.budget.TableMaker;
import io.spanmill.fixture.AssemblyRun;
import io.spanmill.fixture.MemoryLogs;
import io.spanmill.fixture.Recording;
import io.spanmill.fixture.TestSpan;
import io.spanmill.model.Basis;
import io.spanmill.model.BudgetTable;
import io.spanmill.model.Decision;
import io.spanmill.model.TraceId;
import io.spanmill.model.Verdict;
import io.spanmill.sampling.Budgets;
import io.spanmill.sampling.Sampler;
import io.spanmill.sampling.SamplingConfig;
import io.spanmill.state.BudgetTableFormat;
import io.spanmill.state.ControlRecord;
import io.spanmill.state.Stamp;
import io.spanmill.trace.Trace;
import io.spanmill.trace.TraceView;
import io.spanmill.window.LocalSums;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Several partitions with budgets, and where their demand meets: all that runs, without Kafka. */
final class BudgetedRun implements TableMaker.Memory, TableMaker.Output {
  private final AssemblyConfig config;
  private final SamplingConfig policies;
  private final BooleanSupplier restarts;
  private final List<Partition> partitions = new ArrayList<>();
  private final TreeMap<byte[], byte[]> stored = new TreeMap<>(Arrays::compareUnsigned);
  private final List<ControlRecord> due = new ArrayList<>();
  private final List<String> published = new ArrayList<>();
  private TableMaker maker;

  /**
   * @param restarts whether everything is to be lost that is not stored, asked before each record
   */
  BudgetedRun(
      AssemblyConfig config, SamplingConfig policies, int partitions, BooleanSupplier restarts) {
    this.config = config;
    this.policies = policies;
    this.restarts = restarts;
    maker = maker();
    for (int i = 0; i < partitions; i++) {
      this.partitions.add(new Partition(partitions));
    }
  }

  private TableMaker maker() {
    return new TableMaker(config.maxAge().toMillis(), this, this);
  }

  /** All spans that arrive at a time, each to its partition; all partitions hear of the time. */
  void arrive(long millis, List<TestSpan> spans) {
    for (int i = 0; i < partitions.size(); i++) {
      int index = i;
      List<TestSpan> own =
          spans.stream()
              .filter(
                  span ->
                      TraceId.partition(span.idHigh(), span.idLow(), partitions.size()) == index)
              .toList();
      Stamp.Kind kind = own.isEmpty() ? Stamp.Kind.HEARTBEAT : Stamp.Kind.DATA;
      byte[] value = own.isEmpty() ? new byte[0] : TestSpan.toBytes(own);
      partitions.get(i).process(new Stamp(kind, "in", 0, 1, millis, millis), value);
    }
    partitions.forEach(Partition::tell);
    long complete = partitions.stream().mapToLong(partition -> partition.swept).min().orElseThrow();
    if (complete != Stamp.NONE) {
      if (restarts.getAsBoolean()) {
        maker = maker();
      }
      maker.complete(complete);
    }
    for (ControlRecord table : due) {
      partitions.forEach(
          partition -> partition.process(Stamp.of(ControlRecord.key()), table.toBytes()));
    }
    due.clear();
  }

  /** The tables so far, in hex. */
  List<String> published() {
    return published;
  }

  /** All that was decided, a line for each trace, in the order of the partitions. */
  List<String> decided() {
    return partitions.stream().flatMap(partition -> partition.lines.stream()).toList();
  }

  /** Likewise, as they were told. */
  List<Decision> decisions() {
    return partitions.stream().flatMap(partition -> partition.decisions.stream()).toList();
  }

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
    byte[] bytes = BudgetTableFormat.write(table);
    published.add(HexFormat.of().formatHex(bytes));
    due.add(new ControlRecord(ControlRecord.Kind.BUDGET_TABLE, name, bytes));
  }

  @Override
  public void forget(String name) {
    // Nobody reads the archive.
  }

  /** As the node does it. */
  private final class Partition extends Recording implements Samplers {
    private final int count;
    private final MemoryLogs logs = new MemoryLogs();
    private final List<String> lines = new ArrayList<>();
    private final List<Decision> decisions = new ArrayList<>();
    private final List<byte[]> demand = new ArrayList<>();
    private final TraceView dueView = new TraceView();
    private BudgetedSampler sampler;
    private TraceAssembler assembler;
    private long swept = Stamp.NONE;
    private long offset;

    Partition(int count) {
      this.count = count;
      sampler = new BudgetedSampler(this, config, count);
      assembler = assembler();
    }

    private TraceAssembler assembler() {
      return new TraceAssembler(config, AssemblyRun.MAX_SKEW_MILLIS, () -> 1L << 40, this, logs);
    }

    void process(Stamp stamp, byte[] value) {
      offset++;
      if (restarts.getAsBoolean()) {
        sampler = new BudgetedSampler(this, config, count);
        assembler = assembler();
        assembler.restoreControls();
        sampler.restore(logs);
        assembler.restore(logs, 0, offset);
        drain();
      }
      logs.append(offset, stamp.toBytes(), value);
      assembler.process(offset, stamp, value);
      sampler.drain((partition, batch) -> demand.add(batch));
      sampler.writeDown(logs, assembler::expire);
      logs.purge(assembler.lowWater());
      lines.addAll(drain().stream().filter(line -> line.startsWith("closed")).toList());
    }

    void tell() {
      demand.forEach(batch -> LocalSums.read(batch, maker::count));
      demand.clear();
    }

    @Override
    public Sampler initial(Budgets budgets) {
      return new Sampler(policies, budgets);
    }

    @Override
    public @Nullable Sampler of(ControlRecord applied, Budgets budgets) {
      return null;
    }

    @Override
    public boolean control(ControlRecord record) {
      return sampler.control(record);
    }

    @Override
    public void due(List<Trace> traces, long watermarkMillis) {
      sampler.decideTogether(traces, watermarkMillis, dueView);
    }

    @Override
    public void dueDone() {
      sampler.decidedTogether();
    }

    @Override
    public Verdict judge(TraceView spans) {
      return sampler.judge(spans);
    }

    @Override
    public Verdict judgeLate(TraceView spans, Basis basis) {
      return sampler.judge(spans, basis);
    }

    @Override
    public void closed(TraceView spans, Decision decision) {
      super.closed(spans, decision);
      decisions.add(decision);
      sampler.count(spans.trace(), decision.closedBy());
    }

    @Override
    public void swept(long watermarkMillis) {
      if (swept == Stamp.NONE || Epochs.at(watermarkMillis) > Epochs.at(swept)) {
        sampler.swept(watermarkMillis);
      }
      swept = watermarkMillis;
    }
  }
}
