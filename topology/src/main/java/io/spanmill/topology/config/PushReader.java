package io.spanmill.topology.config;

import io.spanmill.exporter.BackEnd;
import io.spanmill.exporter.Limits;
import io.spanmill.exporter.Protocol;
import io.spanmill.exporter.TlsFiles;
import io.spanmill.otlp.Signal;
import io.spanmill.sinks.metrics.MetricsConfig;
import io.spanmill.topology.webhook.WebhookConfig;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads where and how to push. Values of headers may be secrets, and are never shown. */
final class PushReader {
  private final Sources sources;
  private final References references;

  /**
   * @param environment what headers may refer to
   */
  PushReader(Sources sources, Map<String, String> environment) {
    this.sources = sources;
    this.references = new References(environment, Set.of());
  }

  PushConfig read(MetricsConfig metrics, List<String> notes) {
    Limits limits =
        new Limits(
            sources.value(PushKeys.BATCH_BYTES),
            sources.value(PushKeys.BATCH_RECORDS),
            sources.value(PushKeys.RETRY_INITIAL),
            sources.value(PushKeys.RETRY_MAX));
    List<Signal> signals = signals(metrics, notes);
    PushConfig push =
        sources.section(
            "push",
            () -> new PushConfig(backEnd(), signals, limits, sources.value(PushKeys.BATCH_TIME)));
    return push.backEnd() == null ? PushConfig.OFF : push;
  }

  /** Null if there is none; what else is said is looked at even so. */
  private @Nullable BackEnd backEnd() {
    URI endpoint = sources.value(PushKeys.ENDPOINT).orElse(null);
    Protocol protocol = sources.value(PushKeys.PROTOCOL);
    boolean gzip = sources.value(PushKeys.COMPRESSION) == PushConfig.Compression.GZIP;
    Duration timeout = sources.value(PushKeys.TIMEOUT);
    TlsFiles tls = tls();
    return endpoint == null
        ? null
        : new BackEnd(endpoint, protocol, headers(PushKeys.HEADERS), gzip, timeout, tls);
  }

  private TlsFiles tls() {
    return new TlsFiles(
        sources.value(PushKeys.CA_FILE).orElse(null),
        sources.value(PushKeys.CERT_FILE).orElse(null),
        sources.value(PushKeys.KEY_FILE).orElse(null));
  }

  /** Of metrics there is a topic only if something writes it. */
  private List<Signal> signals(MetricsConfig metrics, List<String> notes) {
    List<Signal> signals = new ArrayList<>(sources.value(PushKeys.SIGNALS));
    if (metrics.export() == MetricsConfig.Export.NONE && signals.remove(Signal.METRICS)) {
      Place place = sources.place(PushKeys.SIGNALS.path());
      if (place.origin() != Origin.DEFAULT) {
        notes.add(place.label() + ": there are no metrics to push, as metrics.export is none");
      }
    }
    return signals;
  }

  /** Where alerts are told. */
  WebhookConfig webhook() {
    return sources.section(
        "alerts",
        () ->
            new WebhookConfig(
                sources.value(AlertKeys.WEBHOOK_URL).orElse(null),
                headers(AlertKeys.WEBHOOK_HEADERS),
                sources.value(AlertKeys.WEBHOOK_TIMEOUT),
                sources.value(AlertKeys.WEBHOOK_REPEAT),
                new TlsFiles(sources.value(AlertKeys.WEBHOOK_CA_FILE).orElse(null), null, null),
                sources.value(AlertKeys.WEBHOOK_LINK)));
  }

  private Map<String, String> headers(Key<Map<String, Place>> key) {
    Map<String, String> headers = new LinkedHashMap<>();
    sources.value(key).forEach((name, place) -> headers.put(name, header(name, place)));
    return headers;
  }

  private String header(String name, Place place) {
    if (!BackEnd.isHeader(name)) {
      throw place.wrong("is not the name of a header");
    }
    if (BackEnd.isOwnHeader(name)) {
      throw place.wrong("is set by Spanmill itself");
    }
    String value = references.resolved(place, place.text());
    if (!BackEnd.isHeaderValue(value)) {
      throw place.wrong("is not the value of a header: printable ASCII in one line");
    }
    return value;
  }

  static List<Signal> signalsOf(Place place) {
    List<Signal> signals = new ArrayList<>();
    for (String word : place.words()) {
      switch (word) {
        case "traces" -> signals.add(Signal.TRACES);
        case "metrics" -> signals.add(Signal.METRICS);
        default -> throw place.wrong("\"" + word + "\" is not one of traces, metrics");
      }
    }
    if (signals.isEmpty()) {
      throw place.wrong("has to name traces, metrics or both");
    }
    return signals;
  }

  static Optional<URI> endpointOf(Place place) {
    try {
      String text = place.text();
      return text.isEmpty() ? Optional.empty() : Optional.of(BackEnd.address(text));
    } catch (IllegalArgumentException wrong) {
      throw place.refused(String.valueOf(wrong.getMessage()));
    }
  }

  static Protocol protocolOf(Place place) {
    String text = place.text();
    return Arrays.stream(Protocol.values())
        .filter(protocol -> protocol.toString().equals(text))
        .findFirst()
        .orElseThrow(() -> place.refused("is not one of http/protobuf, grpc"));
  }

  static Optional<Path> fileOf(Place place) {
    return place.text().isEmpty() ? Optional.empty() : Optional.of(ValueType.PATH.read(place));
  }
}
