package io.spanmill.topology;

import io.spanmill.sinks.OutputTopic;
import io.spanmill.split.BundleKey;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.StreamPartitioner;

/** How stages are connected to topics: in between as bytes, outside as each topic has it. */
final class Wires {
  static final Deserializer<byte[]> BYTES = new ByteArrayDeserializer();

  private Wires() {}

  static void addSource(Topology topology, String name, String topic) {
    topology.addSource(AutoOffsetReset.earliest(), name, BYTES, BYTES, topic);
  }

  static <K, V> void addSink(
      Topology topology, String name, OutputTopic<K, V> topic, String... parents) {
    topology.addSink(name, topic.name(), topic.keys(), topic.values(), parents);
  }

  static Serializer<BundleKey> stamps() {
    return (topic, key) -> key.stamp();
  }

  static Serializer<byte[]> bytes() {
    return new ByteArraySerializer();
  }

  static StreamPartitioner<BundleKey, byte[]> directed() {
    return (topic, key, value, partitions) -> Optional.of(Set.of(key.partition()));
  }
}
