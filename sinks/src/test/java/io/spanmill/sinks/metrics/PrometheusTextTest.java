package io.spanmill.sinks.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanmill.model.RedSeries;
import io.spanmill.model.RedSum;
import io.spanmill.model.SpanKind;
import io.spanmill.model.StatusCode;
import io.spanmill.model.Total;
import io.spanmill.sinks.metrics.DurationBuckets.Unit;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PrometheusTextTest {
  private static String text(MetricNames names, Map<String, String> dimensions) {
    RedSum sum = new RedSum();
    sum.add(3_000_000, 1L << 24);
    sum.add(0, 3L << 23);
    RedSeries series =
        new RedSeries(0, "a \"shop\"", "x\\y\n", SpanKind.CLIENT, StatusCode.UNSET, dimensions);
    PrometheusFamilies families = new PrometheusFamilies();
    names.red(new Total<>(series, sum, 1)).forEach(families::add);
    return PrometheusText.of(families);
  }

  @Test
  void spellsTheCollectorsNamesLikeThis() {
    Map<String, String> dimensions = new LinkedHashMap<>();
    dimensions.put("http.route", "/");
    dimensions.put("http_route", "/*");
    dimensions.put("1st", "1");
    String labels =
        "service_name=\"a \\\"shop\\\"\",span_name=\"x\\\\y\\n\",span_kind=\"SPAN_KIND_CLIENT\","
            + "status_code=\"STATUS_CODE_UNSET\",http_route=\"/;/*\",_1st=\"1\"";
    assertThat(text(new MetricNames(MetricNames.Kind.COLLECTOR, Unit.SECONDS), dimensions))
        .startsWith(
            "# HELP traces_span_metrics_calls_total Spans, with those that head sampling left out.\n"
                + "# TYPE traces_span_metrics_calls_total counter\n"
                + "traces_span_metrics_calls_total{"
                + labels
                + "} 2.5\n"
                + "# HELP traces_span_metrics_duration_seconds How long spans took.\n"
                + "# TYPE traces_span_metrics_duration_seconds histogram\n"
                + "traces_span_metrics_duration_seconds_bucket{"
                + labels
                + ",le=\"0.002\"} 1\n"
                + "traces_span_metrics_duration_seconds_bucket{"
                + labels
                + ",le=\"0.004\"} 2\n")
        .endsWith(
            ",le=\"+Inf\"} 2\n"
                + "traces_span_metrics_duration_seconds_sum{"
                + labels
                + "} 0.003\n"
                + "traces_span_metrics_duration_seconds_count{"
                + labels
                + "} 2\n");
  }

  @Test
  void spellsTemposNamesLikeThis() {
    assertThat(text(new MetricNames(MetricNames.Kind.TEMPO, Unit.MILLISECONDS), Map.of()))
        .contains("\ntraces_spanmetrics_calls_total{service=\"a \\\"shop\\\"\",span_name=")
        .contains("\ntraces_spanmetrics_latency_bucket{")
        .contains("le=\"16.384\"} 2\n");
  }
}
