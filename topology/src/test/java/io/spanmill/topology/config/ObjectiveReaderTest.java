package io.spanmill.topology.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spanmill.alerts.AlertsConfig;
import io.spanmill.alerts.BurnRate;
import io.spanmill.alerts.ErrorRate;
import io.spanmill.alerts.Latency;
import io.spanmill.alerts.NewError;
import io.spanmill.alerts.Objective;
import io.spanmill.alerts.RateDrop;
import io.spanmill.alerts.Scope;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ObjectiveReaderTest {
  private static AlertsConfig read(String yaml) {
    return new ConfigReader(Map.of(), "host", Long.MAX_VALUE)
        .readText("test", yaml)
        .config()
        .alerts();
  }

  private static Objective objective(String yaml) {
    return read("alerts: {objectives: [{name: one, " + yaml + "}]}").objectives().get(0);
  }

  private static void isRefused(String yaml, String message) {
    assertThatThrownBy(() -> objective(yaml))
        .isInstanceOf(ConfigException.class)
        .hasMessage("test: alerts.objectives[0]" + message);
  }

  @Test
  void nothingIsWatchedByDefault() {
    assertThat(read("").isOn()).isFalse();
  }

  @Test
  void everyKindOfObjectiveIsRead() {
    assertThat(objective("latency: {quantile: 0.95, above: 500ms}").condition())
        .isEqualTo(new Latency(0.95, 500_000_000));
    assertThat(objective("error_rate: {above: 1%}").condition()).isEqualTo(new ErrorRate(0.01));
    assertThat(objective("objective: 99.9%").condition())
        .isEqualTo(new BurnRate(0.999, Long.MAX_VALUE));
    assertThat(objective("objective: 99%, slower_than: 1s").condition())
        .isEqualTo(new BurnRate(0.99, 1_000_000_000));
    assertThat(objective("new_error: true").condition()).isEqualTo(new NewError());
    assertThat(objective("rate_drop: {below: 50%}").condition()).isEqualTo(new RateDrop(0.5));
  }

  @Test
  void whomItIsAboutIsChosenByPatterns() {
    Scope.Operations operations =
        (Scope.Operations)
            objective("service: 'check*', operation: 'GET /?', error_rate: {above: 1%}").scope();
    assertThat(operations.service().matcher("checkout").matches()).isTrue();
    assertThat(operations.service().matcher("my checkout").matches()).isFalse();
    assertThat(operations.operation().matcher("GET /a").matches()).isTrue();
    Scope.Calls calls = (Scope.Calls) objective("client: shop, error_rate: {above: 1%}").scope();
    assertThat(calls.server().matcher("anybody").matches()).isTrue();
  }

  @Test
  void howPatientItIsCanBeSaid() {
    Objective read =
        objective(
            "error_rate: {above: 1%}, over: 10m, for: none, keep: 1h, min_calls: 7, resolve: 50%,"
                + " severity: ticket");
    assertThat(read.rules().over()).isEqualTo(Duration.ofMinutes(10));
    assertThat(read.rules().pending()).isZero();
    assertThat(read.rules().keep()).isEqualTo(Duration.ofHours(1));
    assertThat(read.rules().minCalls()).isEqualTo(7);
    assertThat(read.rules().resolve()).isEqualTo(0.5);
    assertThat(read.severity()).isEqualTo("ticket");
  }

  @Test
  void whatIsWrongIsNamed() {
    isRefused(
        "service: shop", ": has none of latency, error_rate, objective, new_error, rate_drop");
    isRefused(
        "new_error: true, objective: 99%",
        ": has more than one of latency, error_rate, objective, new_error, rate_drop");
    isRefused(
        "error_rate: {above: 0.01}",
        ".error_rate.above: \"0.01\" is not a percentage (e.g. 1%, 99.9%)");
    isRefused("error_rate: {above: 100%}", ".error_rate.above: 1.0 is not from 0 to below 1");
    isRefused(
        "latency: {quantile: 95, above: 1s}", ".latency.quantile: 95.0 is not between 0 and 1");
    isRefused(
        "client: a, service: b, new_error: true",
        ": client and server are of calls; service and operation cannot stand beside them");
    isRefused(
        "error_rate: {above: 1%}, sevrity: page", ".sevrity: unknown key; did you mean severity?");
  }
}
