package io.spanmill.chaos;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.spanmill.embedded.JsonFields;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;

/** A record of RED, edges or errors: its name is made of texts, its sums of numbers. */
final class Point {
  private final Map<String, String> texts = new HashMap<>();
  private final Map<String, BigDecimal> numbers = new HashMap<>();
  private long durations;

  private Point() {}

  static Point read(byte[] json) {
    Point point = new Point();
    JsonFields.each(json, point::read);
    return point;
  }

  String redName() {
    return String.join(
        "|", text("service"), text("span_name"), text("span_kind"), text("status_code"));
  }

  Sums redSums() {
    long calls = number("calls");
    boolean failed = text("status_code").equals("STATUS_CODE_ERROR");
    return new Sums(calls, failed ? calls : 0, nanos("duration_sum_seconds"), durations);
  }

  String edgeName() {
    return String.join("|", text("client"), text("server"), text("connection_type"));
  }

  Sums edgeSums() {
    return new Sums(
        number("calls"),
        number("failed"),
        nanos("client_duration_sum_seconds"),
        nanos("server_duration_sum_seconds"));
  }

  long exceptions() {
    return number("exceptions");
  }

  private void read(String field, JsonParser value) throws IOException {
    switch (value.currentToken()) {
      case VALUE_STRING -> texts.put(field, value.getText());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> numbers.put(field, value.getDecimalValue());
      case START_OBJECT -> {
        if (field.equals("histogram")) {
          JsonFields.each(value, this::readHistogram);
        }
      }
      default -> {}
    }
  }

  private void readHistogram(String field, JsonParser value) throws IOException {
    if (field.equals("zero_count")) {
      durations += value.getLongValue();
    } else if (field.equals("counts")) {
      while (value.nextToken() != JsonToken.END_ARRAY) {
        durations += value.getLongValue();
      }
    }
  }

  private String text(String field) {
    return texts.getOrDefault(field, "");
  }

  private long number(String field) {
    return numbers.getOrDefault(field, BigDecimal.ZERO).longValue();
  }

  private long nanos(String field) {
    return numbers.getOrDefault(field, BigDecimal.ZERO).movePointRight(9).longValue();
  }
}
