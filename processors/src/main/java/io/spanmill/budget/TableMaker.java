package io.spanmill.budget;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spanmill.model.BudgetTable;
import io.spanmill.model.Demand;
import io.spanmill.model.DemandSum;
import io.spanmill.state.DemandFormat;
import io.spanmill.wire.ByteReader;
import io.spanmill.wire.ProtoWriter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Where the demand of all partitions meets: puts it together, epoch by epoch, and has a table made
 * of each that is complete. Knows of a budget by the first demand of it. Not thread-safe.
 *
 * <p>Stored, all keys and values beginning with one byte:
 *
 * <pre>
 * 1  demand key, its window the epoch in which it counts   →  1, demand sum
 * 2  budget (UTF-8)                                        →  1, {@link BudgetController}'s bytes
 * 3  epoch of a table (8 bytes, big-endian), its name      →  1
 * </pre>
 */
public final class TableMaker {
  /** What it knows is kept here. Keys are in the order of their bytes, taken as unsigned. */
  public interface Memory {
    void put(byte[] key, byte[] value);

    void delete(byte[] key);

    void forEach(BiConsumer<byte[], byte[]> stored);
  }

  /** Takes what is made. */
  public interface Output {
    void table(String name, BudgetTable table);

    /** No trace asks for a table of this name any more. */
    void forget(String name);
  }

  private static final byte DEMAND = 1;
  private static final byte CONTROLLER = 2;
  private static final byte TABLE = 3;
  private static final byte[] NOTHING = {1};

  /** A budget of which nothing was heard for so many epochs, an hour, is forgotten. */
  private static final int RETIRED = 720;

  private static final class Made {
    private final BudgetController controller;
    private final TreeMap<Long, EpochDemand> open = new TreeMap<>();

    Made(BudgetController controller) {
      this.controller = controller;
    }

    private long oldest() {
      return open.isEmpty() ? Long.MAX_VALUE : open.firstKey();
    }
  }

  private final int keptEpochs;
  private final Memory memory;
  private final Output output;
  private final DemandFormat format = new DemandFormat();
  private final ProtoWriter key = new ProtoWriter(128);
  private final ProtoWriter value = new ProtoWriter(128);

  /** By the text of the budget. */
  private final TreeMap<String, Made> budgets = new TreeMap<>();

  /** Names of the tables that are kept, by their epochs. */
  private final TreeMap<Long, List<String>> kept = new TreeMap<>();

  /**
   * @param keptMillis for so long after its epoch a table may be asked for
   */
  public TableMaker(long keptMillis, Memory memory, Output output) {
    keptEpochs = (int) Epochs.at(keptMillis) + Epochs.DELAY;
    this.memory = memory;
    this.output = output;
    memory.forEach(this::restore);
  }

  /** The name under which a table is in force. */
  public static String name(BudgetTable table) {
    return "table/" + table.policy() + "/" + table.epoch();
  }

  private void restore(byte[] stored, byte[] bytes) {
    byte[] rest = Arrays.copyOfRange(stored, 1, stored.length);
    ByteReader in = new ByteReader(bytes, 1, bytes.length);
    switch (stored[0]) {
      case DEMAND -> {
        Demand demand = format.readKey(rest);
        open(demand.policy(), Epochs.at(demand.epochStartMillis())).add(demand, format.read(in));
      }
      case CONTROLLER ->
          budget(new String(rest, UTF_8))
              .controller
              .restore(Arrays.copyOfRange(bytes, 1, bytes.length));
      case TABLE -> {
        long epoch = ByteBuffer.wrap(rest).getLong();
        keep(epoch, new String(rest, Long.BYTES, rest.length - Long.BYTES, UTF_8));
      }
      default -> throw new IllegalStateException("stored under " + stored[0]);
    }
  }

  private EpochDemand open(String budget, long epoch) {
    return budget(budget).open.computeIfAbsent(epoch, unused -> new EpochDemand());
  }

  /**
   * @throws IllegalArgumentException if this is not the text of a budget
   */
  private Made budget(String text) {
    Made known = budgets.get(text);
    if (known == null) {
      known = new Made(new BudgetController(text, PolicyBudget.parse(text).budget()));
      budgets.put(text, known);
    }
    return known;
  }

  private void keep(long epoch, String name) {
    kept.computeIfAbsent(epoch, unused -> new ArrayList<>()).add(name);
  }

  /**
   * Whether this can be taken in.
   *
   * @throws IllegalArgumentException if it is of no budget, or cannot be read
   */
  public void check(byte[] demandKey, ByteReader sum) {
    PolicyBudget.parse(format.readKey(demandKey).policy());
    format.read(sum);
  }

  /**
   * Takes in what arrived in a partition, and can be: {@link #check}.
   *
   * @param demandKey as {@link DemandFormat} spells it
   */
  public void count(byte[] demandKey, ByteReader sum) {
    Demand demand = format.readKey(demandKey);
    String budget = demand.policy();
    long epoch = budget(budget).controller.countedIn(Epochs.at(demand.epochStartMillis()));
    DemandSum total = open(budget, epoch).of(demand.key());
    total.add(format.read(sum));
    writeDemandKey(epoch, budget, demand.key());
    format.write(total, value.clear().writeByte(1));
    memory.put(key.toByteArray(), value.toByteArray());
  }

  private void writeDemandKey(long epoch, String budget, @Nullable Long hash) {
    key.clear().writeByte(DEMAND);
    DemandFormat.writeKey(Epochs.startMillis(epoch), budget.getBytes(UTF_8), key);
    if (hash != null) {
      DemandFormat.writeHash(hash, key);
    }
  }

  /**
   * Nothing comes any more of what arrived before this.
   *
   * @param millis the earliest watermark of all partitions
   */
  public void complete(long millis) {
    long epoch = Epochs.at(millis);
    budgets.forEach((text, made) -> close(text, made, epoch));
    budgets.entrySet().removeIf(entry -> retires(entry.getKey(), entry.getValue(), epoch));
    while (!kept.isEmpty() && kept.firstKey() < epoch - keptEpochs) {
      Map.Entry<Long, List<String>> old = kept.pollFirstEntry();
      for (String name : old.getValue()) {
        memory.delete(tableKey(old.getKey(), name));
        output.forget(name);
      }
    }
  }

  private void close(String text, Made made, long complete) {
    boolean closed = false;
    for (long next = made.controller.next(made.oldest(), complete);
        next != BudgetController.NONE;
        next = made.controller.next(made.oldest(), complete)) {
      EpochDemand demand = made.open.remove(next);
      publish(made.controller.close(next, demand == null ? new EpochDemand() : demand));
      if (demand != null) {
        forget(next, text, demand);
      }
      closed = true;
    }
    if (closed) {
      value.clear().writeByte(1);
      byte[] bytes = made.controller.toBytes();
      memory.put(controllerKey(text), value.writeRaw(bytes, 0, bytes.length).toByteArray());
    }
  }

  private void publish(BudgetTable table) {
    String name = name(table);
    keep(table.epoch(), name);
    memory.put(tableKey(table.epoch(), name), NOTHING);
    output.table(name, table);
  }

  private void forget(long epoch, String text, EpochDemand demand) {
    for (Long hash : demand.named().keySet()) {
      writeDemandKey(epoch, text, hash);
      memory.delete(key.toByteArray());
    }
    writeDemandKey(epoch, text, null);
    memory.delete(key.toByteArray());
  }

  private boolean retires(String text, Made made, long complete) {
    boolean silent = made.open.isEmpty() && made.controller.isSilentSince(complete - RETIRED);
    if (silent) {
      memory.delete(controllerKey(text));
    }
    return silent;
  }

  private byte[] controllerKey(String text) {
    byte[] utf8 = text.getBytes(UTF_8);
    return key.clear().writeByte(CONTROLLER).writeRaw(utf8, 0, utf8.length).toByteArray();
  }

  private byte[] tableKey(long epoch, String name) {
    byte[] utf8 = name.getBytes(UTF_8);
    key.clear().writeByte(TABLE).writeFixed64(Long.reverseBytes(epoch));
    return key.writeRaw(utf8, 0, utf8.length).toByteArray();
  }
}
