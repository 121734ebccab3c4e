package io.spanmill.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.spanmill.model.ConnectionType;
import io.spanmill.model.Edge;
import io.spanmill.model.EdgePoint;
import io.spanmill.model.EdgeSum;
import io.spanmill.sinks.AvroCodec;
import io.spanmill.sinks.Registry;
import java.util.Map;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;

final class KnownFailuresTest {
  /** Kafka Streams wraps what a serializer throws. */
  @Test
  void aRegistryThatFailsIsToldInItsOwnWords() {
    Registry nobody = new Registry(Map.of(Registry.URL, "http://127.0.0.1:1", "max.retries", "0"));
    Edge edge = new Edge(0, "shop", "jobs", ConnectionType.DIRECT);
    EdgePoint point = new EdgePoint(edge, 1000, new EdgeSum());
    Throwable refused = catchThrowable(() -> new AvroCodec(nobody).edge("mill-edges", point));

    assertThat(KnownFailures.said(new StreamsException("Error encountered", refused)))
        .isEqualTo(
            "kafka.schema.registry.url: no registry answers at http://127.0.0.1:1:"
                + " Connection refused");
  }
}
