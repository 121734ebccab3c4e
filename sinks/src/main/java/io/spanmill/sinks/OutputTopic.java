package io.spanmill.sinks;

import java.util.Map;
import org.apache.kafka.common.serialization.Serializer;

/**
 * A topic that leaves.
 *
 * @param name its whole name
 * @param keys how its keys are spelled
 * @param values how its values are spelled
 * @param config what it is created with, in Kafka's own words
 * @param promise what readers may rely on, in one sentence
 */
public record OutputTopic<K, V>(
    String name,
    Serializer<K> keys,
    Serializer<V> values,
    Map<String, String> config,
    String promise) {}
