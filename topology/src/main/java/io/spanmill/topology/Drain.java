package io.spanmill.topology;

import io.spanmill.sinks.OutputTopic;
import io.spanmill.topology.config.PipelineConfig;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;

/** How much of what stands in the topics of a pipeline has been dealt with for certain. */
record Drain(Admin admin, PipelineConfig config, Names names) {
  /** Records of the listed input topics that have not been. */
  long inputLag() {
    return new Lag(admin, config.name()).of(config.input().topics());
  }

  /**
   * Whether all has been, and what came of it can be read. Stage by stage: where one is done,
   * nothing more comes for the next. Of demand come tables for the assemblers, of which nothing
   * comes: their topic is looked at again.
   */
  boolean isDone() {
    Lag lag = new Lag(admin, config.name());
    return lag.of(config.input().topics()) == 0
        && lag.of(List.of(names.assemblersTopic(config))) == 0
        && lag.of(List.of(names.demandTopic())) == 0
        && lag.of(List.of(names.assemblersTopic(config))) == 0
        && lag.of(List.of(names.sumsTopic())) == 0
        && (!config.alerts().isOn() || lag.of(List.of(names.alertSumsTopic())) == 0)
        && lag.isReadable(
            TracePipeline.outputs(config).all().stream().map(OutputTopic::name).toList());
  }
}
