package io.spanmill.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanmill.model.Basis;
import io.spanmill.model.CloseReason;
import io.spanmill.model.Decision;
import io.spanmill.model.Match;
import io.spanmill.model.Threshold;
import io.spanmill.model.TraceId;
import io.spanmill.model.Verdict;
import io.spanmill.sinks.JsonCodec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
final class ExplainCommandTest {
  private static final TraceId KEPT = new TraceId(1, 0x00f0000000000000L);
  private static final TraceId DROPPED = new TraceId(2, 3);
  private static final TraceId UNHEARD = new TraceId(4, 5);

  private @TempDir Path directory;

  private static Decision decision(
      TraceId trace, int revision, boolean kept, String policy, List<Match> matches) {
    Basis basis = Basis.ofTraceId(trace.low());
    long floor = kept ? Threshold.parse("8") : 0;
    long threshold = kept ? Threshold.parse("e666") : Threshold.NEVER;
    return new Decision(
        trace,
        revision,
        new Verdict(kept, threshold, floor, basis, "0123456789ab", policy, matches),
        CloseReason.IDLE,
        12,
        3,
        "shop",
        "GET /",
        0,
        250_000_000,
        true,
        revision,
        0,
        false);
  }

  @Test
  void tellsWhyInTheWordsOfThePolicies() throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory)) {
      String servers = kafka.bootstrapServers();
      Spanmill.Answer nothingYet = explain(servers, KEPT);
      assertThat(nothingYet.code()).isEqualTo(1);
      assertThat(nothingYet.err()).contains("there is no topic spanmill-decisions").hasLineCount(1);

      List<Match> matches =
          List.of(
              new Match("rare", Threshold.parse("ff")),
              new Match("rest", Threshold.parse("e666"), 77));
      write(
          servers,
          decision(KEPT, 0, true, "rest", matches),
          decision(DROPPED, 0, false, null, List.of()),
          decision(KEPT, 1, true, "rest", matches));

      Spanmill.Answer kept = explain(servers, KEPT);
      assertThat(kept.code()).isZero();
      assertThat(kept.out())
          .contains("trace " + KEPT.hex() + ": kept by policy rest at th:e666 (1 in 9.9994)")
          .contains("(amended)")
          .contains("idle: a parent is missing, and nothing more came")
          .contains("12 spans of 3 services, root shop \"GET /\", 0.25 s, with errors")
          .contains("late        1 spans, 0 of them errors")
          .contains("R = f0000000000000, the low 56 bits of the trace id")
          .contains("came with   th:8 at least on every span")
          .contains("of set 0123456789ab")
          .contains("rare matched at th:ff (1 in 256.00): R does not reach it")
          .contains("rest matched at th:e666 (1 in 9.9994), from the table of epoch 77: R reaches");

      assertThat(explain(servers, DROPPED).out())
          .contains("dropped by no match", "none matched")
          .doesNotContain(KEPT.hex());

      Spanmill.Answer unheard = explain(servers, UNHEARD);
      assertThat(unheard.code()).isEqualTo(1);
      assertThat(unheard.err()).contains(UNHEARD.hex(), "3600 s", "--since").hasLineCount(1);
    }
  }

  @Test
  void aTraceIdHas32Digits() {
    Spanmill.Answer answer = Spanmill.type("explain", "12");
    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.err()).contains("is not a trace id: 32 hexadecimal digits").hasLineCount(1);
  }

  private Spanmill.Answer explain(String servers, TraceId trace) throws Exception {
    Path config = directory.resolve("explain.yaml");
    Files.writeString(config, "kafka: { bootstrap.servers: \"" + servers + "\" }\n");
    return Spanmill.type("explain", trace.hex(), "--config", config.toString());
  }

  private static void write(String servers, Decision... decisions) throws Exception {
    Map<String, Object> access = Map.of("bootstrap.servers", servers);
    try (Admin admin = Admin.create(access);
        KafkaProducer<String, byte[]> producer =
            new KafkaProducer<>(access, new StringSerializer(), new ByteArraySerializer())) {
      NewTopic topic = new NewTopic("spanmill-decisions", Optional.of(5), Optional.empty());
      admin.createTopics(List.of(topic)).all().get();
      for (Decision decision : decisions) {
        byte[] value = new JsonCodec().decision("", decision);
        String key = decision.traceId().hex();
        producer.send(new ProducerRecord<>("spanmill-decisions", key, value)).get();
      }
    }
  }
}
