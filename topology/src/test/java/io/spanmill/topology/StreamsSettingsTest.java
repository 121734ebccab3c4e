package io.spanmill.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanmill.topology.config.ConfigReader;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;

/** What survival depends on among Kafka's settings. */
final class StreamsSettingsTest {
  private static Properties settings(String yaml) {
    return new StreamsSettings(
            new ConfigReader(Map.of(), "host", Long.MAX_VALUE).readText("test", yaml).config())
        .streams();
  }

  @Test
  void whatIsReadAndWrittenIsOneTransactionUnlessSwitchedOff() {
    assertThat(settings(""))
        .containsEntry(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, "exactly_once_v2");
    assertThat(settings("guarantee: at_least_once"))
        .containsEntry(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, "at_least_once");
  }

  @Test
  void aMemberIsTheSameAfterARestartAndNobodyStandsBy() {
    assertThat(settings("instance: mill-0"))
        .containsEntry(
            StreamsConfig.mainConsumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG), "mill-0")
        .containsEntry(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, 0);
  }

  @Test
  void theUsersOwnTimeoutsWin() {
    assertThat(settings("kafka: {transaction.timeout.ms: 12345}").get(timeout()))
        .hasToString("12345");
    assertThat((int) settings("").get(timeout())).isGreaterThan(10_000);
  }

  private static String timeout() {
    return ProducerConfig.TRANSACTION_TIMEOUT_CONFIG;
  }
}
