package io.spanmill.window;

import io.spanmill.node.Counters;
import io.spanmill.node.StampedRecords;
import io.spanmill.state.Stamp;
import io.spanmill.state.SumKind;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Hands batches of sums to those who read their kind, and what only tells the time to everybody:
 * all kinds come in one topic, so that a partition of it is one task with one transaction. What has
 * no kind is a dead letter; a kind that nobody reads is one that was switched off. Keeps no state.
 */
public final class SortSums implements ProcessorSupplier<byte[], byte[], Object, Object> {
  private final Map<SumKind, List<String>> readers;
  private final Set<String> all = new TreeSet<>();
  private final String deadLetters;

  /**
   * @param readers the nodes that take the records of each kind
   * @param deadLetters the node that takes {@code byte[] → DeadLetter}
   */
  public SortSums(Map<SumKind, List<String>> readers, String deadLetters) {
    this.readers = Map.copyOf(readers);
    this.deadLetters = deadLetters;
    readers.values().forEach(all::addAll);
  }

  @Override
  public Processor<byte[], byte[], Object, Object> get() {
    return new Node();
  }

  private final class Node implements Processor<byte[], byte[], Object, Object> {
    @SuppressWarnings("NullAway.Init") // Kafka Streams calls init first
    private ProcessorContext<Object, Object> context;

    @SuppressWarnings("NullAway.Init")
    private Counters counters;

    @SuppressWarnings("NullAway.Init")
    private StampedRecords records;

    @Override
    public void init(ProcessorContext<Object, Object> context) {
      this.context = context;
      counters = new Counters(context);
      records = new StampedRecords(context, counters, "sums", deadLetters);
    }

    @Override
    public void close() {
      counters.close();
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
      records.read(record, this::sort);
    }

    private void sort(Stamp stamp, Record<byte[], byte[]> record) {
      for (String reader : readersOf(stamp, record.value())) {
        context.forward(record, reader);
      }
    }

    private Iterable<String> readersOf(Stamp stamp, byte[] batch) {
      return stamp.kind() == Stamp.Kind.DATA
          ? readers.getOrDefault(LocalSums.kindOf(batch), List.of())
          : all;
    }
  }
}
