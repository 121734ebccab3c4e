package io.spanmill.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class DemoTableTest {
  private static final DemoView VIEW =
      new DemoView(
          Duration.ofSeconds(3_725),
          "round 54 of a small shop's traffic",
          List.of(
              new DemoView.Service("api-gateway", "python", 1_234.5, 0.0664, 0.0066, 0.0769, 0.536),
              new DemoView.Service(
                  "a-service-with-a-name-that-goes-on-and-on",
                  "a-new-language",
                  0,
                  1,
                  0,
                  47.2e-6,
                  1.5)),
          List.of(
              new DemoView.Calls("user", "api-gateway", "virtual_node", 1_521, 36),
              new DemoView.Calls("api-gateway", "order-service", "", 248, 0),
              new DemoView.Calls(
                  "order-service", "a-database-with-a-name-that-goes-on", "database", 3, 3)),
          List.of(
              new DemoView.Time(
                  "api-gateway POST /checkout", "session-service GET → redis", 0.6249, 1_234.5),
              new DemoView.Time(
                  "an-entry-with-a-name POST /that/goes/on/and/on",
                  "a-service-with-a-name SELECT that goes on and on → a-database",
                  1,
                  0)),
          List.of(
              new DemoView.Errors(
                  "ValueError: empty cart for session <*> and whatever else",
                  "api-gateway",
                  "POST /checkout",
                  1_018,
                  true),
              new DemoView.Errors("HTTP 404", "a-service-with-a-name", "GET /me", 65, false)),
          new DemoView.Decisions(
              12_345,
              1_400,
              Map.of("slow", 100L, "errors", 300L, "rest", 1_000L),
              Map.of("complete", 12_000L, "idle", 345L),
              Duration.ofMillis(7_210)),
          new DemoView.Counts(1_234_567, 12, 3, 1, 2),
          new DemoView.Alerts(
              2, "6.64 % of the calls of api-gateway failed, above 5 %: 101 of 1521 in 1m"));

  @Test
  void showsEverythingWithinAHundredColumns() {
    assertThat(String.join("\n", DemoTable.live(VIEW, 100)))
        .isEqualTo(
            """
            Spanmill demo   1:02:05   round 54 of a small shop's traffic   (Ctrl-C ends)

            traces     12,345  decided: complete 12,000, idle 345
            kept        1,400  by policy: errors 300, rest 1,000, slow 100
            spans   1,234,567  late 12, duplicate 3, dead letters 1
            lag             2  requests; the newest decided trace ended 7.2 s ago
            alerts          2  firing: 6.64 % of the calls of api-gateway failed, above 5 %: 101 of 1521 in 1m

            SERVICES, last 60 s *         LANGUAGE      RATE/S   ERROR %        P50        P95        P99
            api-gateway                   python       1,234.5       6.6    6.60 ms    76.9 ms     536 ms
            a-service-with-a-name-that-…  a-new-lan…       0.0     100.0          -    47.2 µs     1.50 s
            * by the SERVER and CONSUMER spans that ended then

            WHERE THE TIME GOES, last 60 s        MOST OF IT IN                               SHARE %   SECONDS
            api-gateway POST /checkout            session-service GET → redis                    62.5  1,234.50
            an-entry-with-a-name POST /that/goe…  a-service-with-a-name SELECT that goes on…    100.0      0.00

            ERRORS, last 60 s                               ORIGIN             ENTRY                  COUNT
            ValueError: empty cart for session <*> and wh…  api-gateway        POST /checkout         1,018  new
            HTTP 404                                        a-service-with-a…  GET /me                   65

            EDGES, last 60 s: client      SERVER                          TYPE                 CALLS    FAILED
            user                          → api-gateway                   virtual_node         1,521        36
            api-gateway                   → order-service                 -                      248         0
            order-service                 → a-database-with-a-name-that…  database                 3         3""");
    assertThat(DemoTable.live(VIEW, 100)).allMatch(line -> line.length() <= 100);
  }

  @Test
  void edgesThatDoNotFitAreCounted() {
    List<String> all = DemoTable.live(VIEW, 100);

    assertThat(DemoTable.live(VIEW, all.size())).isEqualTo(all);
    assertThat(DemoTable.live(VIEW, all.size() - 1))
        .hasSize(all.size() - 1)
        .startsWith(all.subList(0, all.size() - 2).toArray(new String[0]))
        .endsWith("… and 2 more");
    assertThat(DemoTable.live(VIEW, 3)).endsWith("… and 3 more");
  }

  @Test
  void theBeginningIsEmpty() {
    DemoView nothing =
        new DemoView(
            Duration.ZERO,
            "round 1 of a small shop's traffic",
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            new DemoView.Decisions(0, 0, Map.of(), Map.of(), Duration.ZERO),
            new DemoView.Counts(0, 0, 0, 0, 0),
            null);
    assertThat(DemoTable.live(nothing, 24))
        .startsWith(
            "Spanmill demo   0:00   round 1 of a small shop's traffic   (Ctrl-C ends)",
            "",
            "traces          0  decided: none yet",
            "kept            0  by policy: none yet",
            "spans           0  late 0, duplicate 0, dead letters 0",
            "lag             0  requests");
  }

  @Test
  void theSummaryDiffersInItsTitle() {
    List<String> live = new ArrayList<>(DemoTable.live(VIEW, 100));
    live.set(0, "Spanmill demo   ended after 1:02:05");
    assertThat(DemoTable.summary(VIEW)).isEqualTo(live);
  }
}
