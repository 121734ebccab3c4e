package io.spanmill.embedded;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.spanmill.split.EndOfInput;
import io.spanmill.topology.Pipeline;
import io.spanmill.topology.TracePipeline;
import io.spanmill.topology.cli.Surroundings;
import io.spanmill.topology.config.InputConfig;
import io.spanmill.topology.config.PipelineConfig;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** One run of the pipeline over stored requests. */
final class LocalRun {
  private static final String INPUT = "otlp_spans";

  /** What the embedded broker takes. */
  private static final int LARGEST_REQUEST = 16 << 20;

  private static final int REQUESTS_PER_LOOK = 200;
  private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

  /** What came of it. */
  record Summary(
      long requests,
      long spans,
      long duplicateSpans,
      long lateSpans,
      long traces,
      long keptTraces,
      long keptSpans,
      long deadLetters,
      double seconds) {

    double spansPerSecond() {
      return seconds > 0 ? spans / seconds : 0;
    }

    void write(Path file) throws IOException {
      try (OutputStream out = Files.newOutputStream(file);
          JsonGenerator json = new JsonFactory().createGenerator(out)) {
        json.useDefaultPrettyPrinter();
        json.writeStartObject();
        json.writeNumberField("requests", requests);
        json.writeNumberField("spans", spans);
        json.writeNumberField("duplicate_spans", duplicateSpans);
        json.writeNumberField("late_spans", lateSpans);
        json.writeNumberField("traces", traces);
        json.writeNumberField("kept_traces", keptTraces);
        json.writeNumberField("kept_spans", keptSpans);
        json.writeNumberField("dead_letters", deadLetters);
        json.writeNumberField("seconds", Math.round(seconds * 1000) / 1000.0);
        json.writeNumberField("spans_per_second", Math.round(spansPerSecond()));
        json.writeEndObject();
      }
    }

    void print(PrintWriter out) {
      out.printf("%,12d requests%n", requests);
      out.printf("%,12d spans, and %,d duplicates%n", spans, duplicateSpans);
      out.printf("%,12d of them late%n", lateSpans);
      out.printf("%,12d traces%n", traces);
      out.printf("%,12d of them kept, with %,d spans%n", keptTraces, keptSpans);
      out.printf("%,12d dead letters%n", deadLetters);
      out.printf("%,12.1f seconds, %,.0f spans a second%n", seconds, spansPerSecond());
    }
  }

  private final PipelineConfig config;
  private final Surroundings surroundings;

  LocalRun(PipelineConfig config, Surroundings surroundings) {
    this.config = config;
    this.surroundings = surroundings;
  }

  Summary run(RequestStream input, Path output) throws Exception {
    Files.createDirectories(output);
    try (TemporaryDirectory directory = TemporaryDirectory.create("spanmill-local")) {
      EmbeddedKafka kafka = directory.own(EmbeddedKafka.start(directory.path().resolve("kafka")));
      KafkaAccess access = new KafkaAccess(kafka.bootstrapServers());
      access.createTopic(INPUT, 1, Map.of("max.message.bytes", "" + LARGEST_REQUEST));
      Summary summary = run(input, localConfig(kafka, directory.path()), access);
      new OutputFiles(access, TracePipeline.outputs(config), output).write();
      summary.write(output.resolve("summary.json"));
      return summary;
    }
  }

  private PipelineConfig localConfig(EmbeddedKafka kafka, Path directory) {
    return config
        .on(Map.of("bootstrap.servers", kafka.bootstrapServers()), directory.resolve("state"))
        .reading(new InputConfig(List.of(INPUT), null));
  }

  private Summary run(RequestStream input, PipelineConfig local, KafkaAccess access)
      throws Exception {
    try (Pipeline pipeline = Pipeline.startOnce(local);
        Progress progress = progress()) {
      long started = System.nanoTime();
      feed(input, access, pipeline, progress);
      drain(input, pipeline, progress);
      double seconds = (System.nanoTime() - started) / 1e9;
      return new Summary(
          pipeline.counted("requests"),
          pipeline.counted("spans"),
          pipeline.counted("duplicate-spans"),
          pipeline.counted("late-spans"),
          pipeline.counted("traces"),
          pipeline.counted("kept-traces"),
          pipeline.counted("kept-spans"),
          pipeline.counted("dead-letters"),
          seconds);
    }
  }

  private Progress progress() {
    PrintStream err = System.err;
    return new Progress(err, surroundings.terminal(), System::nanoTime);
  }

  @SuppressWarnings("FutureReturnValueIgnored") // the callback hears of it
  private static void feed(
      RequestStream input, KafkaAccess access, Pipeline pipeline, Progress progress)
      throws Exception {
    AtomicReference<Exception> refusal = new AtomicReference<>();
    Callback callback = (sent, refused) -> refusal.compareAndSet(null, refused);
    try (Producer<byte[], byte[]> producer = producer(access)) {
      long requests = 0;
      for (StoredRequest r = input.next(); r != null; r = input.next()) {
        producer.send(new ProducerRecord<>(INPUT, 0, r.arrivalMillis(), null, r.value()), callback);
        if (++requests % REQUESTS_PER_LOOK == 0) {
          look(input, pipeline, progress);
        }
      }
      producer.send(
          new ProducerRecord<>(INPUT, 0, null, null, null, EndOfInput.headers()), callback);
    }
    if (refusal.get() != null) {
      throw refusal.get();
    }
  }

  private static void drain(RequestStream input, Pipeline pipeline, Progress progress)
      throws Exception {
    do {
      look(input, pipeline, progress);
    } while (!pipeline.awaitEnd(LOOK_AGAIN) && !pipeline.isDrained());
    look(input, pipeline, progress);
  }

  private static void look(RequestStream input, Pipeline pipeline, Progress progress) {
    pipeline.requireNoFailure();
    progress.show(input.bytesRead(), input.totalBytes(), pipeline.counted("spans"));
  }

  private static Producer<byte[], byte[]> producer(KafkaAccess access) {
    Properties properties = access.properties();
    properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, LARGEST_REQUEST);
    properties.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 64L << 20);
    return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }
}
