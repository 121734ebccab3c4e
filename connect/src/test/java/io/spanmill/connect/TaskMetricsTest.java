package io.spanmill.connect;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanmill.receiver.ListenAddress;
import io.spanmill.receiver.OtlpReceiver;
import io.spanmill.receiver.Postbox;
import io.spanmill.receiver.ReceiverConfig;
import io.spanmill.receiver.Requests;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.Gauge;
import org.apache.kafka.common.metrics.MetricValueProvider;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.common.metrics.Sensor;
import org.junit.jupiter.api.Test;

final class TaskMetricsTest {
  private final Map<String, Gauge<?>> shown = new TreeMap<>();

  @Test
  void whatSendersWereToldIsShown() throws Exception {
    try (OtlpReceiver receiver =
        OtlpReceiver.start(
            ReceiverConfig.plain(new ListenAddress("127.0.0.1", 0)), new Postbox())) {
      TaskMetrics.show(receiver, Context::new);
      post(receiver.port(), Requests.spans("shop", 1));
      post(receiver.port(), new byte[] {1});

      assertThat(value("accepted-requests-total{}")).isEqualTo(1L);
      assertThat(value("refused-requests-total{reason=malformed}")).isEqualTo(1L);
      assertThat(value("refused-requests-total{reason=full}")).isEqualTo(0L);
      assertThat(value("rejected-items-total{}")).isEqualTo(0L);
      assertThat(value("waiting-bytes{}")).isEqualTo(0L);
    }
  }

  private Object value(String name) {
    assertThat(shown).containsKey(name);
    return shown.get(name).value(null, 0);
  }

  private static void post(int port, byte[] body) throws IOException, InterruptedException {
    HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/traces"))
                .header("Content-Type", "application/x-protobuf")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build(),
            HttpResponse.BodyHandlers.discarding());
  }

  /** A worker's side, as far as it is asked. */
  private final class Context implements PluginMetrics {
    @Override
    public MetricName metricName(
        String name, String description, LinkedHashMap<String, String> tags) {
      return new MetricName(name, "plugins", description, tags);
    }

    @Override
    public void addMetric(MetricName name, MetricValueProvider<?> value) {
      assertThat(shown.put(name.name() + name.tags(), (Gauge<?>) value)).isNull();
    }

    @Override
    public void removeMetric(MetricName name) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Sensor addSensor(String name) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void removeSensor(String name) {
      throw new UnsupportedOperationException();
    }
  }
}
