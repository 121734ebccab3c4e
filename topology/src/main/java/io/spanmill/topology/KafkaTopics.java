package io.spanmill.topology;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** The topics that exist, held against those that are wanted. */
final class KafkaTopics {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(50);
  private static final short REPLICAS_OF_THE_BROKER = -1;

  /**
   * One wanted topic as it was found.
   *
   * @param partitions how many it has; 0 if it does not exist
   * @param wrong what is not as it should be, for people to read
   */
  record Found(WantedTopic wanted, int partitions, List<String> wrong) {
    boolean exists() {
      return partitions > 0;
    }
  }

  private final Admin admin;

  KafkaTopics(Admin admin) {
    this.admin = admin;
  }

  /**
   * @throws KafkaFailure if Kafka does not answer, or forbids it
   */
  List<Found> inspect(Collection<WantedTopic> wanted) {
    List<Found> found = new ArrayList<>();
    for (WantedTopic topic : wanted) {
      TopicDescription description = describe(topic.name());
      int partitions = description == null ? 0 : description.partitions().size();
      List<String> wrong = partitions == 0 ? List.of("does not exist") : wrong(topic, partitions);
      found.add(new Found(topic, partitions, wrong));
    }
    return found;
  }

  /** How many partitions those have that exist, in the order in which they are asked for. */
  Map<String, Integer> partitions(Collection<String> names) {
    Map<String, Integer> found = new LinkedHashMap<>();
    for (String name : names) {
      TopicDescription description = describe(name);
      if (description != null) {
        found.put(name, description.partitions().size());
      }
    }
    return found;
  }

  private List<String> wrong(WantedTopic wanted, int partitions) {
    if (!wanted.isOurs()) {
      return List.of();
    }
    List<String> wrong = new ArrayList<>();
    if (partitions != wanted.partitions()) {
      wrong.add("has " + partitions + " partitions, not " + wanted.partitions());
    }
    Map<String, String> actual = config(wanted.name());
    wanted
        .config()
        .forEach(
            (key, value) -> {
              String is = actual.get(key);
              if (is != null && !is.equals(value)) {
                wrong.add(key + " is " + is + ", not " + value);
              }
            });
    return wrong;
  }

  /** What was set for a topic itself, in Kafka's words. */
  Map<String, String> ownConfig(String topic) {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    Config config = only(get(admin.describeConfigs(List.of(resource)).all()));
    Map<String, String> own = new HashMap<>();
    for (ConfigEntry entry : config.entries()) {
      if (entry.source() == ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG) {
        own.put(entry.name(), entry.value());
      }
    }
    return own;
  }

  private Map<String, String> config(String topic) {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    Config config = only(get(admin.describeConfigs(List.of(resource)).all()));
    Map<String, String> values = new HashMap<>();
    for (ConfigEntry entry : config.entries()) {
      values.put(entry.name(), entry.value());
    }
    return values;
  }

  /** Null if it does not exist. */
  @Nullable TopicDescription describe(String topic) {
    try {
      return only(get(admin.describeTopics(List.of(topic)).allTopicNames()));
    } catch (KafkaFailure failure) {
      if (failure.getCause() instanceof UnknownTopicOrPartitionException) {
        return null;
      }
      throw failure;
    }
  }

  /** Those of these topics that exist. */
  List<String> existing(Collection<String> topics) {
    return topics.stream().filter(topic -> describe(topic) != null).toList();
  }

  /** Those of these topics that exist and may be seen. */
  List<String> visible(Collection<String> topics) {
    return topics.stream().filter(this::isVisible).toList();
  }

  private boolean isVisible(String topic) {
    try {
      return describe(topic) != null;
    } catch (KafkaFailure failure) {
      if (failure.getCause() instanceof AuthorizationException) {
        return false;
      }
      throw failure;
    }
  }

  /** Deletes topics, and waits until they are gone. */
  void delete(Collection<String> topics) {
    get(admin.deleteTopics(topics).all());
    long startNanos = System.nanoTime();
    while (!existing(topics).isEmpty()) {
      if (System.nanoTime() - startNanos > PATIENCE.toNanos()) {
        throw new KafkaFailure("Kafka: has deleted topics that its brokers still know of");
      }
      pause();
    }
  }

  /** Creates what is ours and missing, and waits until it is there. */
  List<Found> make(Collection<WantedTopic> wanted) {
    create(inspect(wanted));
    return inspectCreated(wanted);
  }

  /** Creates what is ours and missing; what exists is left as it is. */
  void create(Collection<Found> found) {
    List<NewTopic> missing = new ArrayList<>();
    for (Found topic : found) {
      WantedTopic wanted = topic.wanted();
      if (!topic.exists() && wanted.isOurs()) {
        missing.add(
            new NewTopic(wanted.name(), wanted.partitions(), REPLICAS_OF_THE_BROKER)
                .configs(wanted.config()));
      }
    }
    admin.createTopics(missing).values().forEach((name, created) -> await(created));
  }

  /**
   * As {@link #inspect}, as soon as all that is ours is there: a broker hears of a new topic a
   * little after the controller has made it.
   */
  List<Found> inspectCreated(Collection<WantedTopic> wanted) {
    long startNanos = System.nanoTime();
    List<Found> found = inspect(wanted);
    while (found.stream().anyMatch(topic -> topic.wanted().isOurs() && !topic.exists())) {
      if (System.nanoTime() - startNanos > PATIENCE.toNanos()) {
        throw new KafkaFailure("Kafka: has made topics that its brokers do not know of");
      }
      pause();
      found = inspect(wanted);
    }
    return found;
  }

  static void pause() {
    try {
      Thread.sleep(LOOK_AGAIN.toMillis());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new KafkaFailure(interrupted);
    }
  }

  private static void await(KafkaFuture<Void> created) {
    try {
      get(created);
    } catch (KafkaFailure failure) {
      if (!(failure.getCause() instanceof TopicExistsException)) {
        throw failure;
      }
    }
  }

  private static <T> T only(Map<?, T> answers) {
    return answers.values().iterator().next();
  }

  static <T> T get(KafkaFuture<T> future) {
    try {
      return future.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException failure) {
      Throwable cause = failure.getCause();
      throw new KafkaFailure(cause == null ? failure : cause);
    } catch (TimeoutException silence) {
      throw new KafkaFailure(silence);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new KafkaFailure(interrupted);
    }
  }
}
