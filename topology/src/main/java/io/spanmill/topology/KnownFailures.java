package io.spanmill.topology;

import io.spanmill.sinks.RegistryFailure;
import io.spanmill.state.SpansGeneration;
import io.spanmill.topology.config.PipelineConfig;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.errors.InconsistentGroupProtocolException;
import org.apache.kafka.streams.errors.StreamsException;
import org.jspecify.annotations.Nullable;

/** Tells in words what has ended a pipeline, where Kafka's own would send people astray. */
final class KnownFailures {
  private final PipelineConfig config;
  private final Admin admin;
  private final SpansGeneration startedWith;

  KnownFailures(PipelineConfig config, Admin admin, SpansGeneration startedWith) {
    this.config = config;
    this.admin = admin;
    this.startedWith = startedWith;
  }

  String reason(Throwable failure) {
    String refused = Refusal.of(failure, new LeastRights(config, startedWith.number()));
    return refused == null ? known(failure) : refused;
  }

  private String known(Throwable failure) {
    Throwable root = root(failure);
    if (root instanceof InconsistentGroupProtocolException) {
      return "the group " + config.name() + " is in use by others; is ./spanmill grow under way?";
    }
    if (LocalState.isDamaged(failure)) {
      return "the stores in state_dir ("
          + config.stateDir()
          + ") are damaged, and are deleted: start again, and Kafka restores them ("
          + said(failure)
          + ")";
    }
    String changed = root instanceof StreamsException ? changed() : null;
    return changed == null ? said(failure) : changed;
  }

  /** What the root of the matter says, without asking Kafka. */
  static String said(Throwable failure) {
    Throwable root = root(failure);
    String said = root.getMessage();
    return said == null ? root.getClass().getSimpleName() : said;
  }

  /** Or who has told the root in words already. */
  private static Throwable root(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null && !(root instanceof RegistryFailure)) {
      root = root.getCause();
    }
    return root;
  }

  private @Nullable String changed() {
    try {
      String outgrown = outgrown();
      return outgrown == null ? misfit() : outgrown;
    } catch (KafkaFailure unknown) {
      return null;
    }
  }

  /**
   * What to say if another generation is in force by now; else null.
   *
   * @throws KafkaFailure if Kafka does not answer
   */
  @Nullable String outgrown() {
    SpansGeneration grown = new ControlArchive(config, admin).grown();
    return grown == null || grown.number() == startedWith.number()
        ? null
        : "the spans topic has grown to " + grown.partitions() + " partitions: start again";
  }

  /**
   * What to say if the topic of the spans has other partitions by now; else null.
   *
   * @throws KafkaFailure if Kafka does not answer
   */
  @Nullable String misfit() {
    boolean byTrace = config.input().isByTrace();
    String topic =
        byTrace
            ? config.input().topics().get(0)
            : new Names(config.name(), startedWith.number()).spansTopic();
    TopicDescription spans = new KafkaTopics(admin).describe(topic);
    if (spans == null) {
      return null;
    }
    int found = spans.partitions().size();
    return byTrace
        ? PreparedTopics.inputMisfit(topic, found, startedWith.partitions())
        : PreparedTopics.misfit(topic, found, startedWith.partitions());
  }
}
