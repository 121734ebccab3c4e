package io.spanmill.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spanmill.model.TraceId;
import io.spanmill.otlp.RequestIndex;
import io.spanmill.otlp.SpanView;
import io.spanmill.wire.MalformedBytesException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Sends requests when their time has come, and watches for the traces that are kept of them. */
final class MeasureLatency implements AutoCloseable {
  /** So long after the last request nothing of interest is on its way any more. */
  private static final Duration PATIENCE = Duration.ofSeconds(12);

  private static final Duration POLL = Duration.ofMillis(50);

  private final long startMillis;
  private final RequestIndex index = new RequestIndex();
  private final SpanView span = new SpanView();

  /** When the last span of each trace was sent, in nanoseconds of this machine's timer. */
  private final Map<String, Long> sent = new ConcurrentHashMap<>();

  private final List<Long> millis = Collections.synchronizedList(new ArrayList<>());
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Thread reader = new Thread(this::read, "latency");
  private volatile boolean done;

  /**
   * @param startMillis when the load begins, in its own time
   */
  MeasureLatency(String servers, String topic, long startMillis) {
    this.startMillis = startMillis;
    consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", servers, "isolation.level", "read_committed"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    partitions.forEach(consumer::position);
    reader.start();
  }

  /** Writes what it takes when its time has come. */
  OrdinaryLoad.Output through(LoadWriter writer) {
    long from = System.nanoTime();
    return (request, afterMillis) -> {
      long due = from + TimeUnit.MILLISECONDS.toNanos(afterMillis);
      for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
        LockSupport.parkNanos(wait);
      }
      note(request);
      writer.write(request, startMillis + afterMillis);
    };
  }

  private void note(byte[] request) throws IOException {
    try {
      index.read(request);
      for (int i = 0; i < index.spans(); i++) {
        span.read(request, index.spanFrom(i), index.spanTo(i));
        sent.put(new TraceId(span.traceIdHigh(), span.traceIdLow()).hex(), System.nanoTime());
      }
    } catch (MalformedBytesException impossible) {
      throw new IOException(impossible);
    }
  }

  private void read() {
    while (!done) {
      for (ConsumerRecord<byte[], byte[]> kept : consumer.poll(POLL)) {
        Long at = sent.remove(new String(kept.key(), UTF_8));
        if (at != null) {
          millis.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - at));
        }
      }
    }
  }

  /** Waits for what is still on its way. */
  Latencies finish() throws InterruptedException {
    Thread.sleep(PATIENCE.toMillis());
    close();
    List<Long> all = millis.stream().sorted().toList();
    return all.isEmpty() ? new Latencies(0, 0, 0) : latencies(all);
  }

  private static Latencies latencies(List<Long> sorted) {
    return new Latencies(sorted.size(), rank(sorted, 50), rank(sorted, 99));
  }

  private static long rank(List<Long> sorted, int percent) {
    return sorted.get((sorted.size() * percent + 99) / 100 - 1);
  }

  /** A second call does nothing. */
  @Override
  public void close() {
    if (!done) {
      done = true;
      join();
      consumer.close();
    }
  }

  private void join() {
    try {
      reader.join();
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }
}
