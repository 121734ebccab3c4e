package io.spanmill.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ExpressionTest {
  @Test
  void namesMetricsAndNothingElse() {
    Expression expression =
        new Expression(
            "sum by (le, server) (rate(a_bucket{server=~\"$x|b\", k!=\"y\"}[$__rate_interval]))"
                + " / on (instance) group_left (c) max(d) > bool 1.5 and e offset 5m or absent(f)");

    assertThat(expression.metrics()).containsExactly("a_bucket", "d", "e", "f");
    assertThat(expression.selections())
        .containsExactly(
            new Expression.Selection("a_bucket", "server"),
            new Expression.Selection("a_bucket", "k"));
    assertThat(expression.groups()).containsExactly("le", "server", "instance", "c");
  }

  @Test
  void whatDoesNotExistIsNoticed() {
    assertThat(new Expression("spanmill_lives").unknown()).hasSize(1);
    assertThat(new Expression("spanmill_live{partition=\"1\"}").unknown()).hasSize(1);
    assertThat(new Expression("sum by (partition) (spanmill_live)").unknown()).hasSize(1);
    String joined = "label_join(spanmill_live, \"id\", \"-\", \"%s\")";
    assertThat(new Expression("sum by (id) (" + joined.formatted("job") + ")").unknown()).isEmpty();
    assertThat(new Expression("sum by (it) (" + joined.formatted("job") + ")").unknown())
        .hasSize(1);
    assertThat(new Expression(joined.formatted("color")).unknown()).hasSize(1);
    assertThat(new Expression("sum by (state) (spanmill_state{state=\"RUNNING\"})").unknown())
        .isEmpty();
  }
}
