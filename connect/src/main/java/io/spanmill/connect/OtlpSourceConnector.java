package io.spanmill.connect;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.apache.kafka.connect.source.SourceConnector;

/**
 * A Kafka Connect source that is an OTLP receiver: gRPC and HTTP on one port, for traces, metrics
 * and logs.
 */
public final class OtlpSourceConnector extends SourceConnector {
  private Map<String, String> properties = Map.of();

  @Override
  public String version() {
    return Version.of(OtlpSourceConnector.class);
  }

  @Override
  public ConfigDef config() {
    return OtlpSourceConfig.DEFINITION;
  }

  @Override
  public Config validate(Map<String, String> connectorConfigs) {
    return SourceValidation.of(connectorConfigs, super.validate(connectorConfigs));
  }

  @Override
  public void start(Map<String, String> props) {
    properties = Map.copyOf(props);
  }

  @Override
  public Class<? extends Task> taskClass() {
    return OtlpSourceTask.class;
  }

  /** As many as are asked for: each listens, on a worker of its own. */
  @Override
  public List<Map<String, String>> taskConfigs(int maxTasks) {
    return Collections.nCopies(maxTasks, properties);
  }

  @Override
  public void stop() {
    properties = Map.of();
  }

  /** A sender that got no answer sends again: what it sent may be there twice. */
  @Override
  public ExactlyOnceSupport exactlyOnceSupport(Map<String, String> connectorConfig) {
    return ExactlyOnceSupport.UNSUPPORTED;
  }
}
