package io.spanmill.topology.config;

import io.spanmill.alerts.AlertsConfig;
import io.spanmill.assembly.AssemblyConfig;
import io.spanmill.edges.EdgesConfig;
import io.spanmill.errors.ErrorsConfig;
import io.spanmill.path.PathConfig;
import io.spanmill.red.RedConfig;
import io.spanmill.sampling.SamplingConfig;
import io.spanmill.sinks.metrics.MetricsConfig;
import io.spanmill.topology.webhook.WebhookConfig;
import java.nio.file.Path;
import java.util.Map;

/**
 * Everything that can be set, read and checked. {@link Keys} says what each key means.
 *
 * @param name application id and prefix of every topic
 * @param instance static member id, never empty
 * @param kafka Kafka's own properties; has at least {@code bootstrap.servers}
 * @param maxRecordBytes limit of producers and topics
 */
public record PipelineConfig(
    String name,
    String instance,
    Path stateDir,
    int threads,
    int partitions,
    Guarantee guarantee,
    HttpConfig http,
    OperationsConfig operations,
    Map<String, String> kafka,
    InputConfig input,
    OutputConfig output,
    AssemblyConfig assembly,
    SamplingConfig sampling,
    RedConfig red,
    EdgesConfig edges,
    ErrorsConfig errors,
    PathConfig criticalPath,
    MetricsConfig metrics,
    PushConfig push,
    AlertsConfig alerts,
    WebhookConfig webhook,
    int maxRecordBytes) {

  public PipelineConfig {
    kafka = Map.copyOf(kafka);
  }

  /**
   * The same pipeline on another Kafka, where there is no registry, with its state elsewhere; it
   * pushes nothing.
   */
  public PipelineConfig on(Map<String, String> otherKafka, Path otherStateDir) {
    return new PipelineConfig(
        name,
        instance,
        otherStateDir,
        threads,
        partitions,
        guarantee,
        http,
        operations,
        otherKafka,
        input,
        OutputConfig.JSON,
        assembly,
        sampling,
        red,
        edges,
        errors,
        criticalPath,
        metrics,
        PushConfig.OFF,
        alerts,
        WebhookConfig.OFF,
        maxRecordBytes);
  }

  /** The same pipeline, reading other topics. */
  public PipelineConfig reading(InputConfig otherInput) {
    return new PipelineConfig(
        name,
        instance,
        stateDir,
        threads,
        partitions,
        guarantee,
        http,
        operations,
        kafka,
        otherInput,
        output,
        assembly,
        sampling,
        red,
        edges,
        errors,
        criticalPath,
        metrics,
        push,
        alerts,
        webhook,
        maxRecordBytes);
  }

  /** Only the name: {@code kafka} and {@code push} may hold passwords. */
  @Override
  public String toString() {
    return "PipelineConfig[" + name + "]";
  }
}
