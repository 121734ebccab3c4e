package io.spanmill.connect;

import io.spanmill.receiver.OtlpReceiver;
import io.spanmill.receiver.ReceiverConfig;
import java.io.IOException;
import java.net.BindException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One listener. A sender hears of success after {@link #commitRecord} for every record that its
 * request became.
 */
public final class OtlpSourceTask extends SourceTask {
  private static final Logger LOG = LoggerFactory.getLogger(OtlpSourceTask.class);

  private static final Duration POLL = Duration.ofMillis(200);
  private static final long POLL_BYTES = 4L << 20;

  /** Less than the 5 s that a worker waits for its tasks. */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private @Nullable RequestQueue queue;
  private @Nullable OtlpReceiver receiver;

  @Override
  public String version() {
    return Version.of(OtlpSourceTask.class);
  }

  @Override
  public void start(Map<String, String> properties) {
    OtlpSourceConfig config = new OtlpSourceConfig(properties);
    queue = new RequestQueue(config.topics());
    receiver = listen(config.receiver(), queue);
    TaskMetrics.show(receiver, context::pluginMetrics);
    LOG.info("Receiving OTLP at {}, port {}", config.receiver().address(), receiver.port());
  }

  private static OtlpReceiver listen(ReceiverConfig config, RequestQueue queue) {
    try {
      return PatientStart.start(config, queue);
    } catch (BindException taken) {
      throw new ConnectException(
          taken.getMessage()
              + ". Each task listens, so that a worker can have one only: set tasks.max to the"
              + " number of workers at most, or another "
              + OtlpSourceConfig.LISTEN,
          taken);
    } catch (IOException e) {
      throw new ConnectException(e.getMessage(), e);
    }
  }

  /** Null if nothing has come for a while: a worker asks again, unless it wants the task to end. */
  @Override
  public @Nullable List<SourceRecord> poll() throws InterruptedException {
    RequestQueue requests = queue;
    if (requests == null) {
      return null;
    }
    List<SourceRecord> records = requests.take(POLL, POLL_BYTES);
    return records.isEmpty() ? null : records;
  }

  @Override
  public void commitRecord(SourceRecord record, @Nullable RecordMetadata metadata) {
    if (record instanceof ReceivedRecord received) {
      received.settle(metadata);
    }
  }

  /** What Kafka has been given may still be confirmed; all others shall come again. */
  @Override
  public void stop() {
    if (receiver != null && queue != null) {
      receiver.refuseAll();
      queue.close();
      receiver.close(PATIENCE);
      receiver = null;
    }
  }
}
