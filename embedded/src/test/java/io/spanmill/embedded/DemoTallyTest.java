package io.spanmill.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class DemoTallyTest {
  private static final long START = 1_795_223_360L;

  private final DemoTally tally = new DemoTally();

  @Test
  void decisionsCountOnce() {
    decision(0, "\"kept\":true,\"policy\":\"errors\",\"closed_by\":\"complete\"");
    decision(0, "\"kept\":true,\"policy\":\"rest\",\"closed_by\":\"idle\"");
    decision(0, "\"kept\":false,\"policy\":null,\"closed_by\":\"complete\"");
    decision(1, "\"kept\":true,\"policy\":\"rest\",\"closed_by\":\"idle\"");

    assertThat(tally.decisions((START + 10) * 1_000_000_000))
        .isEqualTo(
            new DemoView.Decisions(
                3,
                2,
                Map.of("errors", 1L, "rest", 1L),
                Map.of("complete", 2L, "idle", 1L),
                Duration.ofMillis(7_500)));
  }

  @Test
  void servicesAddUpTheirEntrySpans() {
    decision(0, "\"kept\":false,\"policy\":null,\"closed_by\":\"complete\"");
    red("a", START, "cart", "SPAN_KIND_SERVER", "STATUS_CODE_UNSET", 3);
    red("b", START, "cart", "SPAN_KIND_CONSUMER", "STATUS_CODE_ERROR", 1);
    red("c", START, "cart", "SPAN_KIND_CLIENT", "STATUS_CODE_ERROR", 9);

    DemoView.Service cart = tally.services().get(0);
    assertThat(tally.services()).hasSize(1);
    assertThat(cart.language()).isEqualTo("go");
    assertThat(cart.perSecond()).isEqualTo(4 / 2.5);
    assertThat(cart.errorShare()).isEqualTo(0.25);
    assertThat(cart.p50()).isZero();
    assertThat(cart.p99()).isCloseTo(Math.pow(2, -255.5 / 64), within(1e-12));
  }

  @Test
  void aPointReplacesTheOneOfItsKey() {
    edge("a", START, 5, 1);
    edge("a", START, 7, 2);
    edge("b", START + 10, 1, 0);

    assertThat(tally.calls())
        .containsExactly(new DemoView.Calls("cart", "stock", "messaging_system", 8, 2));
  }

  @Test
  void whatWasTakenBackIsGone() {
    edge("a", START, 5, 1);
    tally.edge("a".getBytes(UTF_8), null);
    edge("b", START, 0, 0);

    assertThat(tally.calls()).isEmpty();
  }

  @Test
  void whatFiresIsShownUntilItIsOver() {
    alert("a", "firing", 1);
    alert("b", "firing", 2);
    alert("c", "pending", 3);
    assertThat(tally.alerts()).isEqualTo(new DemoView.Alerts(2, "it is 2"));

    alert("b", "resolved", 4);
    assertThat(tally.alerts()).isEqualTo(new DemoView.Alerts(1, "it is 1"));

    tally.alert("a".getBytes(UTF_8), null);
    assertThat(tally.alerts()).isEqualTo(new DemoView.Alerts(0, ""));
  }

  private void alert(String key, String state, int at) {
    String json =
        "{\"state\":\""
            + state
            + "\",\"at_unix_nano\":\""
            + at
            + "\",\"summary\":\"it is "
            + at
            + "\"}";
    tally.alert(key.getBytes(UTF_8), json.getBytes(UTF_8));
  }

  @Test
  void onlyTheLastMinuteIsShown() {
    edge("a", START, 5, 0);
    edge("b", START + 50, 2, 0);
    assertThat(tally.calls().get(0).calls()).isEqualTo(7);

    edge("c", START + 60, 1, 0);
    edge("a", START, 6, 0);
    assertThat(tally.calls().get(0).calls()).isEqualTo(3);
  }

  @Test
  void timeGoesWhereMostOfItGoesOverAllWindows() {
    path("a", START, "GET /", "cart", "redis", 3);
    path("b", START, "GET /", "stock", "", 2);
    path("c", START + 10, "GET /", "stock", "", 1);
    path("d", START + 10, "GET /", "stock", "", 4);
    path("c", START + 10, "GET /", "stock", "", 3);
    path("e", START, "PUT /", "", "", 20);

    assertThat(tally.times())
        .containsExactly(
            new DemoView.Time("shop PUT /", "(others)", 1, 20),
            new DemoView.Time("shop GET /", "stock op", 0.75, 12));
    path("f", START + 60, "GET /", "cart", "redis", 1);
    assertThat(tally.times()).contains(new DemoView.Time("shop GET /", "stock op", 0.875, 8));
  }

  private void path(
      String key, long windowStart, String entry, String service, String peer, double seconds) {
    String json =
        """
        {"window_start_unix_nano":"%d000000000","window_seconds":10,"entry_service":"shop",\
        "entry_operation":"%s","service":"%s","operation":"op","kind":"SPAN_KIND_CLIENT",\
        "peer":"%s","share":0.5,"seconds":%s,"calls":1,"example_trace_ids":["0a"]}"""
            .formatted(windowStart, entry, service, peer, seconds);
    tally.path(key.getBytes(UTF_8), json.getBytes(UTF_8));
  }

  private void decision(int revision, String fields) {
    String json =
        """
        {"trace_id":"0a","revision":%d,"threshold":null,"matched":["errors"],%s,\
        "start_unix_nano":"%d000000000","duration_seconds":2.5,"root_name":null}"""
            .formatted(revision, fields, START);
    tally.decision(json.getBytes(UTF_8));
  }

  private void red(
      String key, long windowStart, String service, String kind, String status, long calls) {
    String json =
        """
        {"window_start_unix_nano":"%d000000000","window_seconds":10,"service":"%s",\
        "span_name":"x","span_kind":"%s","status_code":"%s","dimensions":\
        {"http.route":"/","telemetry.sdk.language":"go"},"calls":%d,"adjusted_calls":1.5,\
        "histogram":{"scale":6,"zero_count":%d,"offset":-257,"counts":[0,1]},"exemplars":["0a"]}"""
            .formatted(windowStart, service, kind, status, calls, calls - 1);
    tally.red(key.getBytes(UTF_8), json.getBytes(UTF_8));
  }

  private void edge(String key, long windowStart, long calls, long failed) {
    String json =
        """
        {"window_start_unix_nano":"%d000000000","window_seconds":10,"client":"cart","server":\
        "stock","connection_type":"messaging_system","calls":%d,"failed":%d}"""
            .formatted(windowStart, calls, failed);
    tally.edge(key.getBytes(UTF_8), json.getBytes(UTF_8));
  }
}
