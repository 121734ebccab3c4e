package io.spanmill.topology.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.spanmill.exporter.Answer;
import io.spanmill.exporter.Backoff;
import io.spanmill.exporter.TlsFiles;
import io.spanmill.sinks.ValueFields;
import io.spanmill.topology.delivery.Handover;
import io.spanmill.topology.webhook.Switchboard.Reply;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whom alerts are told, what they hear, and what is done when they do not answer. */
@Timeout(30)
final class WebhookTest {
  private static final Clock NOON =
      Clock.fixed(Instant.parse("2026-01-01T12:00:00Z"), ZoneOffset.UTC);
  private static final String TOPIC = "spanmill-alerts";

  private static WebhookConfig config(URI url) {
    return new WebhookConfig(
        url,
        Map.of("Authorization", "Bearer t"),
        Duration.ofSeconds(5),
        Duration.ofMinutes(1),
        TlsFiles.NONE,
        "http://jaeger/trace/{trace_id}");
  }

  private static AlertRecords records(AlertPoster poster) {
    Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30), () -> 0.5);
    return new AlertRecords(poster, new ValueFields(null), backoff);
  }

  private static String alert(String objective, String state) {
    return ("{'objective':'"
            + objective
            + "','kind':'error_rate','target':{'service':'bank'},'severity':'page','state':'"
            + state
            + "','since_unix_nano':'1767268800000000000','fired_unix_nano':'1767268860000000000',"
            + "'at_unix_nano':'1767268920000000000','value':0.5,'threshold':0.01,'baseline':null,"
            + "'calls':100,'windows':[],'top_contributor':{'service':'db','operation':'get',"
            + "'share':0.75},'top_error':{'service':'bank','fingerprint':'ff','type':'T',"
            + "'message':'m','count':7},'example_trace_ids':['0a','0b'],'summary':'so it is'}")
        .replace('\'', '"');
  }

  private static List<ConsumerRecord<byte[], byte[]>> waiting(String... values) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (String value : values) {
      byte[] bytes = value.isEmpty() ? null : value.getBytes(UTF_8);
      records.add(
          new ConsumerRecord<>(TOPIC, 0, records.size(), ("key" + value).getBytes(UTF_8), bytes));
    }
    return records;
  }

  @Test
  void whatFiresAndWhatIsResolvedIsToldAsAlertmanagerWantsIt() throws Exception {
    try (Switchboard receiver = new Switchboard();
        AlertPoster poster = new AlertPoster(receiver.url(), config(receiver.url()), NOON)) {
      Handover handover =
          records(poster)
              .take(
                  waiting(alert("a", "pending"), alert("b", "firing"), "", alert("c", "resolved")));
      assertThat(handover).isEqualTo(Handover.taken(4));
      Switchboard.Call call = receiver.calls().take();
      assertThat(call.path()).isEqualTo("/api/v2/alerts");
      assertThat(call.type()).startsWith("application/json");
      assertThat(call.token()).isEqualTo("Bearer t");
      String rest =
          "'annotations':{'summary':'so it is','value':'0.5','threshold':'0.01','calls':'100',"
              + "'top_contributor':'db get 0.75','top_error':'bank: T: m (7)',"
              + "'example_trace_ids':'0a 0b'},'startsAt':'2026-01-01T12:01:00Z','endsAt':'";
      String link = "','generatorURL':'http://jaeger/trace/0a'}";
      assertThat(call.body().replace('"', '\''))
          .isEqualTo(
              "[{'labels':{'alertname':'b','kind':'error_rate','severity':'page',"
                  + "'service':'bank'},"
                  + rest
                  + "2026-01-01T12:05:00Z"
                  + link
                  + ",{'labels':{'alertname':'c','kind':'error_rate','severity':'page',"
                  + "'service':'bank'},"
                  + rest
                  + "2026-01-01T12:02:00Z"
                  + link
                  + "]");
    }
  }

  @Test
  void whatIsOnlyPendingIsToldNobody() throws Exception {
    try (Switchboard receiver = new Switchboard();
        AlertPoster poster = new AlertPoster(receiver.url(), config(receiver.url()), NOON)) {
      assertThat(records(poster).take(waiting(alert("a", "pending"), "no JSON")))
          .isEqualTo(Handover.taken(2));
      assertThat(receiver.calls()).isEmpty();
    }
  }

  @Test
  void whoDoesNotTakeThemIsAskedAgain() throws Exception {
    try (Switchboard receiver =
            new Switchboard(
                new Reply(0, ""), new Reply(503, ""), new Reply(429, "7"), new Reply(401, ""));
        AlertPoster poster = new AlertPoster(receiver.url(), config(receiver.url()), NOON)) {
      AlertRecords records = records(poster);
      List<ConsumerRecord<byte[], byte[]>> waiting = waiting(alert("a", "firing"));
      assertThat(records.take(waiting)).isEqualTo(Handover.later(Duration.ofMillis(750)));
      assertThat(records.take(waiting)).isEqualTo(Handover.later(Duration.ofMillis(1500)));
      assertThat(records.take(waiting).delay()).isGreaterThanOrEqualTo(Duration.ofSeconds(7));
      assertThat(records.take(waiting).records()).isZero();
      assertThat(records.take(waiting)).isEqualTo(Handover.taken(1));
      assertThat(poster.answers(Answer.Kind.UNAVAILABLE)).isEqualTo(3);
      assertThat(poster.answers(Answer.Kind.DENIED)).isEqualTo(1);
      assertThat(poster.answers(Answer.Kind.ACCEPTED)).isEqualTo(1);
    }
  }

  @Test
  void nobodyThereIsNoReasonToEnd() throws Exception {
    URI gone;
    try (Switchboard receiver = new Switchboard()) {
      gone = receiver.url();
    }
    try (AlertPoster poster = new AlertPoster(gone, config(gone), NOON)) {
      assertThat(records(poster).take(waiting(alert("a", "firing"))).records()).isZero();
    }
  }

  @Test
  void whatIsRefusedAmongOthersIsToldAlone() throws Exception {
    try (Switchboard receiver =
            new Switchboard(new Reply(400, ""), new Reply(400, ""), new Reply(200, ""));
        AlertPoster poster = new AlertPoster(receiver.url(), config(receiver.url()), NOON)) {
      AlertRecords records = records(poster);
      List<ConsumerRecord<byte[], byte[]>> waiting =
          waiting(alert("a", "firing"), alert("b", "firing"));
      assertThat(records.take(waiting).records()).isZero();
      assertThat(records.take(waiting)).isEqualTo(Handover.taken(1));
      assertThat(records.take(waiting.subList(1, 2))).isEqualTo(Handover.taken(1));
      receiver.calls().take();
      assertThat(receiver.calls().take().body()).contains("\"a\"").doesNotContain("\"b\"");
      assertThat(receiver.calls().take().body()).contains("\"b\"").doesNotContain("\"a\"");
    }
  }

  @Test
  void whatFiresIsToldAgainUntilItIsOver() throws Exception {
    TopicPartition partition = new TopicPartition(TOPIC, 0);
    MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    consumer.updatePartitions(TOPIC, List.of(new PartitionInfo(TOPIC, 0, null, null, null)));
    consumer.updateBeginningOffsets(Map.of(partition, 0L));
    consumer.updateEndOffsets(Map.of(partition, 2L));
    consumer.schedulePollTask(
        () -> {
          consumer.addRecord(record(0, "x", alert("x", "firing")));
          consumer.addRecord(record(1, "y", alert("y", "firing")));
        });
    try (Switchboard receiver = new Switchboard();
        AlertPoster poster = new AlertPoster(receiver.url(), config(receiver.url()), NOON);
        FiringAlerts firing =
            new FiringAlerts(consumer, TOPIC, new ValueFields(null), poster, Duration.ofMillis(20))
                .start()) {
      assertThat(receiver.calls().take().body()).contains("\"x\"").contains("\"y\"");
      assertThat(receiver.calls().take().body()).contains("\"x\"").contains("\"y\"");
      consumer.schedulePollTask(() -> consumer.addRecord(record(2, "x", alert("x", "resolved"))));
      consumer.updateEndOffsets(Map.of(partition, 3L));
      String body = "\"x\"";
      while (body.contains("\"x\"")) {
        body = receiver.calls().poll(10, TimeUnit.SECONDS).body();
      }
      assertThat(body).contains("\"y\"");
      assertThat(firing.count()).isPositive();
    }
  }

  private static ConsumerRecord<byte[], byte[]> record(long offset, String key, String value) {
    return new ConsumerRecord<>(TOPIC, 0, offset, key.getBytes(UTF_8), value.getBytes(UTF_8));
  }
}
