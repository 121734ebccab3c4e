package io.spanmill.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.spanmill.model.BudgetTable;
import io.spanmill.state.BudgetTableFormat;
import io.spanmill.state.ControlRecord;
import io.spanmill.state.PolicySet;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Budgets as they run in the pipeline, without a broker. */
final class BudgetPipelineTest {
  private static final long NOON = DrivenPipeline.NOON;
  private static final Pattern TABLE_EPOCH = Pattern.compile("\"table_epoch\":(\\d+)");
  private static final int PER_SECOND = 40;

  private final SplittableRandom random = new SplittableRandom(5);
  private @TempDir Path stateDir;
  private DrivenPipeline pipeline;
  private TopologyTestDriver driver;
  private long now = NOON;

  private void start(String policy) {
    pipeline = new DrivenPipeline("", stateDir);
    driver = pipeline.driver();
    apply(policy);
  }

  private void apply(String policy) {
    String text = "{match: any, policies: [" + policy + "]}";
    driver
        .createInputTopic("spanmill-spans", new ByteArraySerializer(), new ByteArraySerializer())
        .pipeInput(
            ControlRecord.key(),
            new PolicySet(PolicySet.versionOf(text), NOON, text).toRecord().toBytes());
  }

  @AfterEach
  void stop() {
    if (pipeline != null) {
      pipeline.close();
    }
  }

  /** Traces of one span each, so many in every second. */
  private void run(int seconds, int perSecond) {
    for (int i = 0; i < seconds * perSecond; i++) {
      now += 1_000 / perSecond;
      String request =
          String.format(
              "{'resourceSpans':[{'scopeSpans':[{'spans':[{'traceId':'%016x%016x','spanId':"
                  + "'00000000000000a1','name':'op','startTimeUnixNano':'%d000000',"
                  + "'endTimeUnixNano':'%d000000'}]}]}]}",
              random.nextLong(), random.nextLong(), now, now);
      pipeline
          .input()
          .pipeInput(
              new TestRecord<>(
                  null, request.replace('\'', '"').getBytes(UTF_8), Instant.ofEpochMilli(now)));
    }
  }

  private List<String> decisions() {
    TestOutputTopic<String, String> output =
        driver.createOutputTopic(
            "spanmill-decisions", new StringDeserializer(), new StringDeserializer());
    return output.readValuesToList();
  }

  private List<BudgetTable> tables() {
    TestOutputTopic<byte[], byte[]> spans =
        driver.createOutputTopic(
            "spanmill-spans", new ByteArrayDeserializer(), new ByteArrayDeserializer());
    List<BudgetTable> tables = new ArrayList<>();
    for (TestRecord<byte[], byte[]> record : spans.readRecordsToList()) {
      if (Arrays.equals(record.key(), ControlRecord.key())) {
        ControlRecord control = ControlRecord.of(record.value());
        if (control.kind() == ControlRecord.Kind.BUDGET_TABLE) {
          tables.add(BudgetTableFormat.read(control.payload()));
        }
      }
    }
    return tables;
  }

  private static double keptPerSecond(List<String> decisions, int seconds) {
    return decisions.stream().filter(line -> line.contains("\"kept\":true")).count()
        / (double) seconds;
  }

  @Test
  void whatIsKeptFollowsTheBudget() {
    start("{name: some, type: throughput, throughput: {traces_per_second: " + PER_SECOND + "}}");
    run(60, 200);
    assertThat(keptPerSecond(decisions(), 60)).isBetween(0.8 * PER_SECOND, 1.6 * PER_SECOND);
    run(60, 200);
    List<String> settled = decisions();
    assertThat(keptPerSecond(settled, 60)).isBetween(0.9 * PER_SECOND, 1.1 * PER_SECOND);
    run(60, 20);
    decisions();
    run(60, 20);
    assertThat(keptPerSecond(decisions(), 60)).as("less than the budget").isBetween(19.9, 20.1);
  }

  @Test
  void aRateLimitOfTheCollectorHoldsInTheWholeApplication() {
    start("{name: rate, type: rate_limiting, rate_limiting: {spans_per_second: 40}}");
    run(40, 200);
    decisions();
    run(60, 200);
    assertThat(keptPerSecond(decisions(), 60)).isBetween(36.0, 44.0);
  }

  @Test
  void decisionsNameTheTableAndItStandsInTheStream() {
    start("{name: some, type: throughput, throughput: {traces_per_second: 40}}");
    run(60, 100);
    List<BudgetTable> tables = tables();
    assertThat(tables)
        .hasSizeGreaterThan(8)
        .allMatch(table -> table.policy().endsWith(" some"))
        .extracting(BudgetTable::epoch)
        .isSorted()
        .doesNotHaveDuplicates();
    List<Long> epochs = new ArrayList<>();
    for (String decision : decisions()) {
      Matcher named = TABLE_EPOCH.matcher(decision);
      epochs.add(named.find() ? Long.valueOf(named.group(1)) : null);
    }
    assertThat(epochs.get(0)).as("before the first table").isNull();
    assertThat(epochs.get(epochs.size() - 1)).isNotNull();
    assertThat(epochs.stream().filter(epoch -> epoch != null).distinct().toList())
        .isSorted()
        .isSubsetOf(tables.stream().map(BudgetTable::epoch).toList());
  }

  @Test
  void theArchiveKeepsTablesAsLongAsTheyCanBeAskedFor() {
    start("{name: some, type: throughput, throughput: {traces_per_second: 40}}");
    run(240, 5);
    TestOutputTopic<String, byte[]> archive =
        driver.createOutputTopic(
            "spanmill-control", new StringDeserializer(), new ByteArrayDeserializer());
    Map<String, byte[]> last = archive.readKeyValuesToMap();
    long kept = last.values().stream().filter(value -> value != null).count();
    assertThat(last.size()).isGreaterThan(44);
    assertThat(kept).isBetween(24L, 32L);
  }

  @Test
  void anotherBudgetBeginsAnew() {
    start("{name: some, type: throughput, throughput: {traces_per_second: 40}}");
    run(40, 200);
    apply("{name: some, type: throughput, throughput: {traces_per_second: 80}}");
    tables();
    run(40, 200);
    decisions();
    run(40, 200);
    assertThat(keptPerSecond(decisions(), 40)).isBetween(70.0, 90.0);
    assertThat(tables())
        .filteredOn(table -> table.policy().startsWith("traces_per_second 80.0 "))
        .hasSizeGreaterThan(10);
  }

  @Test
  void withoutABudgetThereIsNothingToDo() {
    start("{name: all, type: always_sample}");
    run(20, 20);
    assertThat(tables()).isEmpty();
    assertThat(driver.producedTopicNames()).doesNotContain("spanmill-demand", "spanmill-control");
  }

  @Test
  void nothingThatIsForeignStopsIt() {
    start("{name: some, type: throughput, throughput: {traces_per_second: 40}}");
    TestInputTopic<byte[], byte[]> demand =
        driver.createInputTopic(
            "spanmill-demand", new ByteArraySerializer(), new ByteArraySerializer());
    demand.pipeInput(new byte[] {9}, new byte[] {9});
    demand.pipeInput(null, new byte[] {9});
    driver
        .createInputTopic("spanmill-spans", new ByteArraySerializer(), new ByteArraySerializer())
        .pipeInput(
            ControlRecord.key(),
            new ControlRecord(ControlRecord.Kind.BUDGET_TABLE, "table/x/1", new byte[] {7})
                .toBytes());
    run(20, 20);
    assertThat(tables()).isNotEmpty();
    assertThat(decisions()).isNotEmpty();
  }
}
