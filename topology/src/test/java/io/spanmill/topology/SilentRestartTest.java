package io.spanmill.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.spanmill.assembly.AssembleTraces;
import io.spanmill.assembly.AssemblyWatch;
import io.spanmill.assembly.LowWaterMarks;
import io.spanmill.assembly.SpanLog;
import io.spanmill.model.Decision;
import io.spanmill.split.RequestIntake;
import io.spanmill.split.Sources.Idleness;
import io.spanmill.topology.config.ConfigReader;
import io.spanmill.topology.config.PipelineConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.MockProcessorContext.CapturedPunctuator;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An assembler that reads the input itself comes back while nothing comes. */
final class SilentRestartTest {
  private static final String STORE = "assemble-decisions";
  private static final String TOPIC = "otlp_spans";
  private static final long NOON = 1_767_268_800_000L;

  private final PipelineConfig config =
      new ConfigReader(Map.of(), "host", Long.MAX_VALUE).defaults().config();
  private final KeyValueStore<Bytes, byte[]> store =
      Stores.keyValueStoreBuilder(
              Stores.inMemoryKeyValueStore(STORE), Serdes.Bytes(), Serdes.ByteArray())
          .withLoggingDisabled()
          .build();
  private final OneSource sources = new OneSource();
  private final RequestIntake intake = new RequestIntake(TOPIC, 0, 1, 1 << 20);

  private record Stored(byte[] request, long millis) {}

  /** The input: a record at each offset. */
  private final List<Stored> input = new ArrayList<>();

  private long committed = SpanLog.UNKNOWN;
  private final List<String> told = new ArrayList<>();

  private MockProcessorContext<Object, Object> context = new MockProcessorContext<>();
  private Processor<byte[], byte[], Object, Object> node = assembler();

  private final class InputLog implements SpanLog {
    @Override
    public void replay(int partition, long from, long to, Reader reader) {
      for (long offset = from; offset < to; offset++) {
        Stored stored = input.get((int) offset);
        byte[] traces = intake.tracesAgain(null, stored.request());
        reader.read(offset, intake.data(stored.millis()).toBytes(), traces);
      }
    }

    @Override
    public long committed(int partition) {
      return committed;
    }
  }

  @BeforeEach
  void openStore() {
    store.init(context.getStateStoreContext(), store);
    start();
  }

  private void start() {
    context = new MockProcessorContext<>();
    context.setCurrentSystemTimeMs(NOON);
    context.addStateStore(store);
    node = assembler();
    node.init(context);
  }

  private Processor<byte[], byte[], Object, Object> assembler() {
    return new AssembleTraces(
            STORE,
            config.assembly(),
            config.red().maxSkew().toMillis(),
            new PolicySamplers(config.sampling()),
            new AssembleTraces.Surroundings(
                TOPIC,
                new InputLog(),
                1,
                LowWaterMarks.UNHEARD,
                AssemblyWatch.UNHEARD,
                new AssembleTraces.Silence(sources, Duration.ofSeconds(1))),
            new AssembleTraces.Outputs(
                "t", "d", List.of(), config.red().attributes(), "demand", "dead", 1 << 20))
        .get();
  }

  /** A span arrives so many milliseconds after noon. */
  private void hear(long sinceNoon, int trace, int span) throws Exception {
    byte[] request =
        String.format(
                "{'resourceSpans':[{'scopeSpans':[{'spans':[{'traceId':'%032x','spanId':'%016x',"
                    + "'name':'op','startTimeUnixNano':'1','endTimeUnixNano':'2'}]}]}]}",
                trace, span)
            .replace('\'', '"')
            .getBytes(UTF_8);
    byte[] stamp = intake.data(NOON + sinceNoon).toBytes();
    byte[] traces = intake.traces(null, request, (reason, refused) -> {});
    context.setRecordMetadata(TOPIC, 0, input.size());
    node.process(new Record<>(stamp, traces, NOON));
    input.add(new Stored(request, NOON + sinceNoon));
    collect();
  }

  /** Nothing has come for so long, as far as is known. */
  private void beSilent(long millis) {
    sources.become(new Idleness(input.size(), millis));
    for (CapturedPunctuator punctuator : context.scheduledPunctuators()) {
      punctuator.getPunctuator().punctuate(NOON);
    }
    collect();
  }

  private void collect() {
    context.forwarded("d").stream()
        .map(forward -> (Decision) forward.record().value())
        .forEach(decision -> told.add(decision.traceId().low() + " of " + decision.spans()));
    context.resetForwards();
  }

  @Test
  void whatWasOpenIsDecidedThoughNothingComes() throws Exception {
    hear(0, 1, 1);
    hear(100, 1, 2);
    start();
    beSilent(60_000);
    assertThat(told).as("nobody knows up to where all was done").isEmpty();

    committed = input.size();
    beSilent(60_000);
    assertThat(told).as("somebody else may have counted that silence").isEmpty();
    beSilent(65_000);
    assertThat(told).isEmpty();
    beSilent(120_000);
    assertThat(told).containsExactly("1 of 2");
    start();
    beSilent(120_000);
    hear(400_000, 2, 1);
    beSilent(60_000);
    assertThat(told).containsExactly("1 of 2", "2 of 1");
  }

  /** Kafka Streams closes a task whose store is corrupt, and begins anew with the same node. */
  @Test
  void aTaskThatIsRevivedKnowsWhatItKnew() throws Exception {
    hear(0, 1, 1);
    hear(100, 1, 2);
    node.close();
    context = new MockProcessorContext<>();
    context.setCurrentSystemTimeMs(NOON);
    context.addStateStore(store);
    node.init(context);
    hear(400_000, 2, 1);
    assertThat(told).containsExactly("1 of 2");
  }

  @Test
  void whatWasDecidedInSilenceIsDecidedOnce() throws Exception {
    hear(0, 1, 1);
    hear(3_000, 2, 1);
    beSilent(3_500);
    assertThat(told).containsExactly("1 of 1");
    committed = input.size();
    start();
    beSilent(0);
    beSilent(3_500);
    assertThat(told).containsExactly("1 of 1", "2 of 1");
    start();
    hear(10_000, 3, 1);
    start();
    hear(20_000, 4, 1);
    assertThat(told).containsExactly("1 of 1", "2 of 1", "3 of 1");
  }
}
