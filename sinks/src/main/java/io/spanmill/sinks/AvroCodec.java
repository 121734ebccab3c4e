package io.spanmill.sinks;

import io.confluent.kafka.serializers.KafkaAvroSerializer;
import io.spanmill.avro.AlertForm;
import io.spanmill.avro.AvroForm;
import io.spanmill.avro.CriticalPathForm;
import io.spanmill.avro.DecisionForm;
import io.spanmill.avro.EdgePointForm;
import io.spanmill.avro.ErrorPointForm;
import io.spanmill.avro.RedPointForm;
import io.spanmill.model.Alert;
import io.spanmill.model.Decision;
import io.spanmill.model.EdgePoint;
import io.spanmill.model.ErrorPoint;
import io.spanmill.model.PathPartPoint;
import io.spanmill.model.RedPoint;

/**
 * Decisions, RED, edges, critical paths and errors as Avro, in Confluent's wire format: a byte 0,
 * the schema's id in the registry in four bytes, Avro's binary encoding. Schemas stand in {@code
 * serdes/src/main/avro}.
 *
 * <p>The registry is asked at the first value of each topic, and then only if it was told so
 * ({@code latest.cache.ttl.sec}). Every method throws {@link RegistryFailure} where it does not
 * answer, or does not take the schema. Thread-safe.
 */
public final class AvroCodec implements OutputCodec {
  private final AvroForm<Decision> decisions = new DecisionForm();
  private final AvroForm<RedPoint> points = new RedPointForm();
  private final AvroForm<EdgePoint> edges = new EdgePointForm();
  private final AvroForm<Alert> alerts = new AlertForm();
  private final AvroForm<PathPartPoint> paths = new CriticalPathForm();
  private final AvroForm<ErrorPoint> errors = new ErrorPointForm();
  private final KafkaAvroSerializer serializer;
  private final Registry registry;

  /** Asks nothing yet. */
  public AvroCodec(Registry registry) {
    this.registry = registry;
    this.serializer = registry.serializer();
  }

  /**
   * Finds out now what would go wrong later: the registry is asked for, or told, the schema of each
   * topic, and what is written with it has to be readable.
   */
  public AvroCodec tryOut(OutputTopics topics) {
    try {
      new SchemaTrial(registry, this).run(topics);
      return this;
    } catch (RuntimeException refused) {
      close();
      throw refused;
    }
  }

  @Override
  public byte[] decision(String topic, Decision decision) {
    return spelled(topic, decisions, decision);
  }

  @Override
  public byte[] red(String topic, RedPoint point) {
    return spelled(topic, points, point);
  }

  @Override
  public byte[] edge(String topic, EdgePoint point) {
    return spelled(topic, edges, point);
  }

  @Override
  public byte[] alert(String topic, Alert alert) {
    return spelled(topic, alerts, alert);
  }

  @Override
  public byte[] path(String topic, PathPartPoint point) {
    return spelled(topic, paths, point);
  }

  @Override
  public byte[] error(String topic, ErrorPoint point) {
    return spelled(topic, errors, point);
  }

  /**
   * Whatever goes wrong here is for nobody to try again: it must end in a failure, where Kafka's
   * own clients would take a timeout for something that passes.
   */
  private <T> byte[] spelled(String topic, AvroForm<T> form, T value) {
    try {
      return serializer.serialize(topic, form.record(value));
    } catch (RuntimeException refused) {
      throw registry.failure("does not take the schema of " + topic, refused);
    }
  }

  @Override
  public void close() {
    serializer.close();
  }
}
