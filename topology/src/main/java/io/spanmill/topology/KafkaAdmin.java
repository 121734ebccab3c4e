package io.spanmill.topology;

import io.spanmill.topology.config.PipelineConfig;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;

/** An admin client of a Kafka that has answered. */
final class KafkaAdmin implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(8);

  private final Admin admin;

  private KafkaAdmin(Admin admin) {
    this.admin = admin;
  }

  /**
   * @throws KafkaFailure if it does not answer within seconds
   */
  static KafkaAdmin reach(PipelineConfig config) {
    Map<String, Object> properties = new StreamsSettings(config).admin();
    String servers = String.valueOf(properties.get(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG));
    Admin admin;
    try {
      admin = Admin.create(properties);
    } catch (KafkaException refused) {
      throw unreachable(servers, refused.getCause() == null ? refused : refused.getCause());
    }
    try {
      admin.describeCluster().clusterId().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      return new KafkaAdmin(admin);
    } catch (ExecutionException refused) {
      admin.close(Duration.ZERO);
      throw unreachable(servers, refused.getCause() == null ? refused : refused.getCause());
    } catch (TimeoutException silence) {
      admin.close(Duration.ZERO);
      throw new KafkaFailure(
          "kafka.bootstrap.servers: no Kafka answers at "
              + servers
              + " within "
              + PATIENCE.toSeconds()
              + " s");
    } catch (InterruptedException interrupted) {
      admin.close(Duration.ZERO);
      Thread.currentThread().interrupt();
      throw new KafkaFailure(interrupted);
    }
  }

  private static KafkaFailure unreachable(String servers, Throwable cause) {
    return new KafkaFailure(
        "kafka.bootstrap.servers: cannot use Kafka at " + servers + ": " + told(cause));
  }

  /** Of a login module that it cannot read Kafka repeats parts, passwords among them. */
  private static String told(Throwable cause) {
    String said = String.valueOf(cause.getMessage());
    return said.contains("JAAS") ? "sasl.jaas.config is not a login module" : said;
  }

  Admin admin() {
    return admin;
  }

  @Override
  public void close() {
    admin.close(Duration.ZERO);
  }
}
