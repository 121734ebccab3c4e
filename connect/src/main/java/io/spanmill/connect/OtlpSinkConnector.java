package io.spanmill.connect;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.sink.SinkConnector;

/**
 * A Kafka Connect sink that pushes OTLP requests to a back-end: traces, metrics and logs, over gRPC
 * or HTTP.
 */
public final class OtlpSinkConnector extends SinkConnector {
  private Map<String, String> properties = Map.of();

  @Override
  public String version() {
    return Version.of(OtlpSinkConnector.class);
  }

  @Override
  public ConfigDef config() {
    return OtlpSinkConfig.DEFINITION;
  }

  @Override
  public Config validate(Map<String, String> connectorConfigs) {
    return SinkValidation.of(connectorConfigs, super.validate(connectorConfigs));
  }

  @Override
  public void start(Map<String, String> props) {
    properties = Map.copyOf(props);
  }

  @Override
  public Class<? extends Task> taskClass() {
    return OtlpSinkTask.class;
  }

  /** As many as are asked for: they share the partitions. */
  @Override
  public List<Map<String, String>> taskConfigs(int maxTasks) {
    return Collections.nCopies(maxTasks, properties);
  }

  @Override
  public void stop() {
    properties = Map.of();
  }
}
