package io.spanmill.embedded;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.spanmill.model.Histogram;
import io.spanmill.model.SpanKind;
import io.spanmill.model.StatusCode;
import java.io.IOException;

/** What the demo shows of a RED point: one series in one window. */
final class ServicePoint implements LatestPoints.Windowed {
  private static final String LANGUAGE = "telemetry.sdk.language";

  private long windowStartNanos;
  private String service = "";
  private String language = "";
  private String kind = "";
  private boolean error;
  private long calls;
  private final Histogram durations = new Histogram();

  private ServicePoint() {}

  static ServicePoint read(byte[] json) {
    ServicePoint point = new ServicePoint();
    JsonFields.each(json, point::read);
    return point;
  }

  @Override
  public long windowStartNanos() {
    return windowStartNanos;
  }

  String service() {
    return service;
  }

  /** Empty if it is not a dimension. */
  String language() {
    return language;
  }

  /** Whether the spans are work that somebody asked the service for. */
  boolean isEntry() {
    return kind.equals(SpanKind.SERVER.otlpName()) || kind.equals(SpanKind.CONSUMER.otlpName());
  }

  long calls() {
    return calls;
  }

  long errors() {
    return error ? calls : 0;
  }

  Histogram durations() {
    return durations;
  }

  private void read(String field, JsonParser value) throws IOException {
    switch (field) {
      case "window_start_unix_nano" -> windowStartNanos = Long.parseLong(value.getText());
      case "service" -> service = value.getText();
      case "span_kind" -> kind = value.getText();
      case "status_code" -> error = value.getText().equals(StatusCode.ERROR.otlpName());
      case "dimensions" -> JsonFields.each(value, this::readDimension);
      case "calls" -> calls = value.getLongValue();
      case "histogram" -> readHistogram(value);
      default -> {}
    }
  }

  private void readDimension(String name, JsonParser value) throws IOException {
    if (name.equals(LANGUAGE)) {
      language = value.getText();
    }
  }

  /** The offset stands before the counts. */
  private void readHistogram(JsonParser parser) throws IOException {
    int[] offset = {0};
    JsonFields.each(
        parser,
        (name, value) -> {
          switch (name) {
            case "zero_count" -> durations.addZeros(value.getLongValue());
            case "offset" -> offset[0] = value.getIntValue();
            case "counts" -> readCounts(offset[0], value);
            default -> {}
          }
        });
  }

  private void readCounts(int offset, JsonParser counts) throws IOException {
    for (int bucket = offset; counts.nextToken() != JsonToken.END_ARRAY; bucket++) {
      if (counts.getLongValue() != 0) {
        durations.addToBucket(bucket, counts.getLongValue());
      }
    }
  }
}
