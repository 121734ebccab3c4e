package io.spanmill.connect;

import io.spanmill.exporter.Payload;
import io.spanmill.exporter.Progress;
import io.spanmill.exporter.Pusher;
import io.spanmill.otlp.Signal;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.jspecify.annotations.Nullable;

/**
 * Pushes what Connect gives it, and lets offsets move when the back-end has taken it. Until then it
 * asks for no more: what waits is pushed again, a few attempts at a call, so that Connect's
 * consumer stays in its group however long that lasts.
 */
public final class OtlpSinkTask extends SinkTask {
  /** Each may last as long as the timeout, and Kafka waits for five minutes. */
  private static final int ATTEMPTS_AT_A_CALL = 4;

  private static final byte[] NOTHING = {};

  private final LongSupplier nanoTime;
  private final List<SinkRecord> waiting = new ArrayList<>();
  private final Map<TopicPartition, OffsetAndMetadata> done = new HashMap<>();
  private Map<String, Signal> signals = Map.of();
  private int most;
  private @Nullable Pusher pusher;
  private long notBeforeNanos;
  private boolean held;

  /** For Connect. */
  public OtlpSinkTask() {
    this(System::nanoTime);
  }

  OtlpSinkTask(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.notBeforeNanos = nanoTime.getAsLong();
  }

  @Override
  public String version() {
    return Version.of(OtlpSinkTask.class);
  }

  @Override
  public void start(Map<String, String> props) {
    OtlpSinkConfig config = new OtlpSinkConfig(props);
    signals = config.signals();
    most = config.limits().batchPayloads();
    try {
      pusher =
          new Pusher(
              config.backEnd(), config.limits(), () -> ThreadLocalRandom.current().nextDouble());
    } catch (IOException unusable) {
      throw new ConnectException(unusable.getMessage(), unusable);
    }
    TaskMetrics.show(pusher.counts(), EnumSet.copyOf(signals.values()), context::pluginMetrics);
  }

  @Override
  public void put(Collection<SinkRecord> records) {
    waiting.addAll(records);
    long left = notBeforeNanos - nanoTime.getAsLong();
    Duration delay = left > 0 ? Duration.ofNanos(left) : push();
    if (waiting.isEmpty()) {
      release();
    } else {
      hold(delay);
    }
  }

  /** What is left after this is to be pushed after that. */
  private Duration push() {
    for (int attempt = 0; attempt < ATTEMPTS_AT_A_CALL && !waiting.isEmpty(); attempt++) {
      Duration delay = attempt();
      if (!delay.isZero()) {
        notBeforeNanos = nanoTime.getAsLong() + delay.toNanos();
        return delay;
      }
    }
    return Duration.ZERO;
  }

  private Duration attempt() {
    Pusher back = pusher;
    if (back == null) {
      throw new ConnectException("the task is not started");
    }
    Progress progress =
        back.push(
            waiting.subList(0, Math.min(most, waiting.size())).stream()
                .map(this::payload)
                .toList());
    switch (progress.kind()) {
      case TAKEN, WAIT -> dealtWith(progress.payloads());
      case REFUSED -> report(waiting.get(0), progress.reason());
      case DENIED ->
          throw new ConnectException(
              "the back-end takes nothing from us ("
                  + progress.reason()
                  + "); offsets have not moved: mend it, and restart the task");
    }
    return progress.delay();
  }

  private Payload payload(SinkRecord record) {
    Signal signal = signals.get(record.topic());
    if (signal == null) {
      throw new ConnectException(
          record.topic()
              + " is in none of "
              + String.join(", ", OtlpSinkConfig.topics().keySet().stream().sorted().toList()));
    }
    Object value = record.value();
    if (value != null && !(value instanceof byte[])) {
      throw new ConnectException(
          "a value of " + record.topic() + " is no bytes, but " + value.getClass().getSimpleName());
    }
    return new Payload(signal, value == null ? NOTHING : (byte[]) value);
  }

  private void dealtWith(int records) {
    List<SinkRecord> first = waiting.subList(0, records);
    for (SinkRecord record : first) {
      done.put(origin(record), new OffsetAndMetadata(record.originalKafkaOffset() + 1));
    }
    first.clear();
  }

  private static TopicPartition origin(SinkRecord record) {
    return new TopicPartition(record.originalTopic(), record.originalKafkaPartition());
  }

  /** Connect decides by {@code errors.tolerance} whether that ends the task. */
  private void report(SinkRecord refused, String reason) {
    ConnectException why = new ConnectException(reason);
    ErrantRecordReporter reporter = context.errantRecordReporter();
    if (reporter == null) {
      throw new ConnectException(
          origin(refused)
              + " at offset "
              + refused.originalKafkaOffset()
              + ": "
              + reason
              + " (errors.tolerance=all and errors.deadletterqueue.topic.name keep such a record, and"
              + " go on)");
    }
    await(reporter.report(refused, why));
    dealtWith(1);
  }

  private static void await(Future<Void> report) {
    try {
      report.get();
    } catch (ExecutionException failure) {
      throw new ConnectException("an errant record is not kept: " + failure.getMessage(), failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new ConnectException("interrupted", interrupted);
    }
  }

  /** Nothing more is asked for, and what waits is pushed again after this. */
  private void hold(Duration delay) {
    context.pause(context.assignment().toArray(new TopicPartition[0]));
    context.timeout(Math.max(1, delay.toMillis()));
    held = true;
  }

  private void release() {
    if (held) {
      context.resume(context.assignment().toArray(new TopicPartition[0]));
      held = false;
    }
  }

  /** Only what the back-end has taken, or Connect as errant. */
  @Override
  public Map<TopicPartition, OffsetAndMetadata> preCommit(
      Map<TopicPartition, OffsetAndMetadata> currentOffsets) {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>(done);
    offsets.keySet().retainAll(currentOffsets.keySet());
    return offsets;
  }

  /** Whoever has them now begins where was committed. */
  @Override
  public void close(Collection<TopicPartition> partitions) {
    waiting.removeIf(record -> partitions.contains(origin(record)));
    done.keySet().removeAll(partitions);
  }

  @Override
  public void stop() {
    if (pusher != null) {
      pusher.close();
    }
  }
}
