package io.spanmill.receiver;

import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.Span;
import io.spanmill.otlp.Signal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A back-end that keeps what it takes, may die, and may come back at the same port. */
public final class MortalBackEnd implements Destination, AutoCloseable {
  private final List<Admitted> taken = new ArrayList<>();
  private volatile Function<Admitted, Outcome> mind = request -> Outcome.DELIVERED;
  private @Nullable OtlpReceiver receiver;
  private int port;

  /** It is there, on return. */
  public MortalBackEnd live() throws IOException {
    OtlpReceiver listening =
        OtlpReceiver.start(ReceiverConfig.plain(new ListenAddress("127.0.0.1", port)), this);
    receiver = listening;
    port = listening.port();
    return this;
  }

  /** It is gone, on return. */
  public void die() {
    if (receiver != null) {
      receiver.close(Duration.ZERO);
      receiver = null;
    }
  }

  /** What it says from now on. */
  public void says(Function<Admitted, Outcome> newMind) {
    mind = newMind;
  }

  public String url() {
    return "http://127.0.0.1:" + port;
  }

  @Override
  public CompletableFuture<Outcome> offer(Admitted request) {
    Outcome outcome = mind.apply(request);
    if (outcome == Outcome.DELIVERED) {
      synchronized (taken) {
        taken.add(request);
      }
    }
    return CompletableFuture.completedFuture(outcome);
  }

  /** The bytes of all requests of a signal that it has taken. */
  public List<byte[]> requests(Signal signal) {
    synchronized (taken) {
      return taken.stream()
          .filter(request -> request.signal() == signal)
          .flatMap(request -> request.pieces().stream())
          .map(Piece::value)
          .toList();
    }
  }

  /** The spans that it has taken, in their order. */
  public List<Span> spans() {
    return requests(Signal.TRACES).stream().flatMap(request -> spans(request).stream()).toList();
  }

  /** Trace and span id of each. */
  public List<String> spanIds() {
    return spans().stream().map(MortalBackEnd::id).toList();
  }

  /** Trace and span id of one. */
  public static String id(Span span) {
    HexFormat hex = HexFormat.of();
    return hex.formatHex(span.getTraceId().toByteArray())
        + "/"
        + hex.formatHex(span.getSpanId().toByteArray());
  }

  /** The spans of a request. */
  public static List<Span> spans(byte[] request) {
    try {
      return ExportTraceServiceRequest.parseFrom(request).getResourceSpansList().stream()
          .flatMap(resource -> resource.getScopeSpansList().stream())
          .flatMap(scope -> scope.getSpansList().stream())
          .toList();
    } catch (InvalidProtocolBufferException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The requests with metrics that it has taken. */
  public List<ExportMetricsServiceRequest> metrics() {
    return requests(Signal.METRICS).stream().map(MortalBackEnd::metrics).toList();
  }

  private static ExportMetricsServiceRequest metrics(byte[] request) {
    try {
      return ExportMetricsServiceRequest.parseFrom(request);
    } catch (InvalidProtocolBufferException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    die();
  }
}
