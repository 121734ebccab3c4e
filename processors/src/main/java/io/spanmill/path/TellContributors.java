package io.spanmill.path;

import io.spanmill.model.PathEntry;
import io.spanmill.model.PathPart;
import io.spanmill.model.PathPartPoint;
import io.spanmill.model.PathPoint;
import io.spanmill.model.PathShare;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Makes one record for each contributor to an entry, all of them whenever one has changed: shares
 * that stand in the same commit belong together. Keeps no state.
 */
public final class TellContributors
    implements ProcessorSupplier<PathEntry, PathPoint, PathPart, PathPartPoint> {
  @Override
  public Processor<PathEntry, PathPoint, PathPart, PathPartPoint> get() {
    return new Node();
  }

  private static final class Node
      implements Processor<PathEntry, PathPoint, PathPart, PathPartPoint> {
    @SuppressWarnings("NullAway.Init") // Kafka Streams calls init first
    private ProcessorContext<PathPart, PathPartPoint> context;

    @Override
    public void init(ProcessorContext<PathPart, PathPartPoint> context) {
      this.context = context;
    }

    @Override
    public void process(Record<PathEntry, PathPoint> record) {
      for (PathShare share : record.value().shares()) {
        context.forward(
            new Record<>(
                new PathPart(record.key(), share.contributor()),
                new PathPartPoint(record.value(), share),
                record.timestamp()));
      }
    }
  }
}
