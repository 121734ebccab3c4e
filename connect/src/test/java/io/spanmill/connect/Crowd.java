package io.spanmill.connect;

import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Many exporters of OpenTelemetry's Java SDK at once, half of them by gRPC and half by HTTP, as an
 * application has them: what fails after their own attempts is lost, and they go on with the next.
 */
final class Crowd implements AutoCloseable {
  private static final int MINUTE = 60;

  /** Kept, or it would be forgotten with its level. */
  private static final Logger QUIET = Logger.getLogger("io.opentelemetry");

  private final String url;
  private final int batch;
  private final long goal;
  private final Set<Long> confirmed = ConcurrentHashMap.newKeySet();
  private final AtomicLong failed = new AtomicLong();
  private final ExecutorService threads;
  private final List<Future<?>> running = new ArrayList<>();

  /**
   * @param batch spans in a request
   * @param goal how many spans have to be confirmed
   */
  Crowd(String url, int exporters, int batch, long goal) {
    this.url = url;
    this.batch = batch;
    this.goal = goal;
    QUIET.setLevel(Level.OFF); // what fails is counted
    threads = Executors.newFixedThreadPool(exporters);
    for (int i = 0; i < exporters; i++) {
      boolean grpc = i % 2 == 0;
      running.add(threads.submit(() -> export(grpc)));
    }
  }

  private void export(boolean grpc) {
    List<SpanData> spans = new ArrayList<>();
    try (SpanExporter exporter = exporter(grpc);
        SdkTracerProvider provider =
            SdkTracerProvider.builder()
                .addSpanProcessor(SimpleSpanProcessor.create(new Collector(spans)))
                .build()) {
      Tracer tracer = provider.get("crowd");
      while (confirmed.size() < goal && !Thread.currentThread().isInterrupted()) {
        spans.clear();
        for (int i = 0; i < batch; i++) {
          tracer.spanBuilder("GET /cart").setAttribute("attempt", i).startSpan().end();
        }
        export(exporter, spans);
      }
    }
  }

  private void export(SpanExporter exporter, List<SpanData> spans) {
    CompletableResultCode result =
        exporter.export(List.copyOf(spans)).join(MINUTE, TimeUnit.SECONDS);
    if (result.isSuccess()) {
      spans.forEach(span -> confirmed.add(Long.parseUnsignedLong(span.getSpanId(), 16)));
    } else {
      failed.addAndGet(spans.size());
    }
  }

  private SpanExporter exporter(boolean grpc) {
    return grpc
        ? OtlpGrpcSpanExporter.builder().setEndpoint(url).build()
        : OtlpHttpSpanExporter.builder()
            .setEndpoint(url + "/v1/traces")
            .setCompression("gzip")
            .build();
  }

  /** Ids of the spans whose exporter was told that they are there. */
  Set<Long> confirmed() {
    return confirmed;
  }

  /** Spans whose exporter gave up. */
  long failed() {
    return failed.get();
  }

  boolean isDone() {
    return running.stream().allMatch(Future::isDone);
  }

  /** Waits until all have ended; throws what made one fail. */
  void await() throws Exception {
    for (Future<?> exporter : running) {
      exporter.get();
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  /** Keeps what ends. */
  private record Collector(List<SpanData> spans) implements SpanExporter {
    @Override
    public CompletableResultCode export(Collection<SpanData> ended) {
      spans.addAll(ended);
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode flush() {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
      return CompletableResultCode.ofSuccess();
    }
  }
}
