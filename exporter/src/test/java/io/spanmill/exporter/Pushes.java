package io.spanmill.exporter;

import io.spanmill.exporter.Progress.Kind;
import io.spanmill.otlp.Signal;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Pushers as tests need them, and one that goes on until nothing waits. */
final class Pushes {
  static final Duration TIMEOUT = Duration.ofSeconds(20);
  static final Limits LIMITS =
      new Limits(1 << 20, 100, Duration.ofMillis(100), Duration.ofSeconds(1));

  private Pushes() {}

  static BackEnd backEnd(String url, Protocol protocol) {
    return new BackEnd(URI.create(url), protocol, Map.of(), true, TIMEOUT, TlsFiles.NONE);
  }

  static Pusher pusher(BackEnd backEnd) throws IOException {
    return new Pusher(backEnd, LIMITS, () -> 0);
  }

  static List<Payload> traces(List<byte[]> requests) {
    return requests.stream().map(request -> new Payload(Signal.TRACES, request)).toList();
  }

  /** All that was said until everything was dealt with, without waiting in between. */
  static List<Progress> all(Pusher pusher, List<Payload> payloads) {
    List<Payload> waiting = new ArrayList<>(payloads);
    List<Progress> said = new ArrayList<>();
    while (!waiting.isEmpty()) {
      Progress progress = pusher.push(waiting);
      waiting.subList(0, progress.payloads()).clear();
      said.add(progress);
      if (said.size() > 1_000) {
        throw new AssertionError("no end: " + progress);
      }
    }
    return said;
  }

  /** The places of those that were refused. */
  static List<Integer> refused(List<Progress> said) {
    List<Integer> refused = new ArrayList<>();
    int place = 0;
    for (Progress progress : said) {
      if (progress.kind() == Kind.REFUSED) {
        refused.add(place);
      }
      place += progress.payloads();
    }
    return refused;
  }
}
