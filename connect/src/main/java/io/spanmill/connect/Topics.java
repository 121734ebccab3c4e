package io.spanmill.connect;

import io.spanmill.otlp.Signal;

/** Where each signal goes. */
record Topics(String traces, String metrics, String logs) {
  String of(Signal signal) {
    return switch (signal) {
      case TRACES -> traces;
      case METRICS -> metrics;
      case LOGS -> logs;
    };
  }
}
