package io.spanmill.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanmill.topology.config.ConfigReader;
import io.spanmill.topology.config.PipelineConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RightsReportTest {
  private static final String TOOL =
      "kafka-acls.sh --bootstrap-server localhost:9092 --add --allow-principal ";

  private static final String READ_AND_WRITE =
      "--operation Read --operation Write --operation Create --operation DescribeConfigs";

  @Test
  void theDocumentationSaysTheSame() throws IOException {
    StringWriter told = new StringWriter();
    new RightsReport(config(Map.of()), 1, EnumSet.allOf(KafkaCommand.class))
        .print(new PrintWriter(told));

    assertThat(Files.readString(Path.of("..", "docs", "security.md")))
        .contains("```\n" + told.toString().replace(System.lineSeparator(), "\n") + "```\n");
  }

  @Test
  void aReaderOfDecisionsNeedsOneRight() {
    assertThat(acls(Map.of(), "CN=O'Brien", KafkaCommand.EXPLAIN))
        .isEqualToNormalizingNewlines(
            TOOL + "'CN=O'\\''Brien' --operation Read --topic spanmill-decisions\n");
  }

  @Test
  void aRightThatImpliesAnotherStandsAlone() {
    Map<String, String> mill = Map.of("SPANMILL_NAME", "mill");
    assertThat(acls(mill, "User:m", KafkaCommand.RUN, KafkaCommand.TOPICS))
        .contains(TOOL + "User:m --operation Read --topic otlp_spans")
        .contains("--operation Write --resource-pattern-type prefixed --transactional-id mill-")
        .doesNotContain("--operation Describe ");
    assertThat(acls(mill, "User:m", KafkaCommand.TOPICS))
        .contains("--operation Describe --topic otlp_spans");
  }

  @Test
  void onlyExactlyOnceNeedsATransactionForEachThread() {
    LeastRights rights = new LeastRights(config(Map.of("SPANMILL_GUARANTEE", "at_least_once")), 1);

    assertThat(rights.of(KafkaCommand.RUN))
        .filteredOn(right -> right.isOn(ResourceType.TRANSACTIONAL_ID))
        .extracting(right -> Right.name(right.resource()))
        .containsExactly("transactional id spanmill-policies");
  }

  @Test
  void onlyWhatThePipelineReadsOfItsOwnIsPurged() {
    assertThat(new LeastRights(config(Map.of()), 1).of(KafkaCommand.RUN))
        .filteredOn(right -> right.operation() == AclOperation.DELETE)
        .extracting(right -> right.resource().name())
        .containsExactly("spanmill-spans", "spanmill-sums", "spanmill-demand");
  }

  @Test
  void whoHasGrownWorksWithTheNewTopicsOnly() {
    assertThat(new LeastRights(config(Map.of()), 2).of(KafkaCommand.RUN))
        .extracting(right -> right.resource().name())
        .contains("spanmill-spans-2", "spanmill-assemble-decisions-2-changelog")
        .doesNotContain("spanmill-spans", "spanmill-assemble-decisions-changelog");
  }

  @Test
  void whoGrowsWritesOnlyWhatComesNext() {
    assertThat(new LeastRights(config(Map.of()), 2).of(KafkaCommand.GROW))
        .filteredOn(right -> right.isOn(ResourceType.TOPIC))
        .filteredOn(right -> right.operation() == AclOperation.WRITE)
        .extracting(right -> right.resource().name())
        .containsExactly(
            "spanmill-control", "spanmill-spans-3", "spanmill-assemble-decisions-3-changelog");
  }

  @Test
  void whoPushesReadsWhatLeavesInAGroupOfItsOwn() {
    Map<String, String> push =
        Map.of("SPANMILL_PUSH_ENDPOINT", "http://x:1", "SPANMILL_METRICS_EXPORT", "delta");

    assertThat(acls(push, "User:m", KafkaCommand.RUN))
        .contains(READ_AND_WRITE + " --topic spanmill-traces\n")
        .contains(READ_AND_WRITE + " --topic spanmill-metrics\n")
        .contains("--operation Read --group spanmill-push\n");
    assertThat(acls(Map.of(), "User:m", KafkaCommand.RUN)).doesNotContain("push");
  }

  @Test
  void aPatternNeedsWhatBeginsLikeIt() {
    assertThat(acls(Map.of("SPANMILL_INPUT_PATTERN", "otlp-.*"), "User:m", KafkaCommand.RUN))
        .contains("--operation Read --resource-pattern-type prefixed --topic otlp-\n");
    assertThat(acls(Map.of("SPANMILL_INPUT_PATTERN", "a|b"), "User:m", KafkaCommand.RUN))
        .contains("--operation Read --topic '*'\n");
  }

  @ParameterizedTest
  @CsvSource({
    "otlp_spans,otlp_spans",
    "otlp.*,otlp",
    "otlp\\.spans[0-9]+,otlp.spans",
    "spans?,span",
    "spans+,spans",
    "spans{0},span",
    "a.?b,a",
    "(?i)spans,''",
    "\\Qa\\E,''",
    "ab|ac,''",
    "\\w+,''",
    "x*,''"
  })
  void onlyTheBeginningThatIsCertainIsTaken(String pattern, String prefix) {
    assertThat(LiteralPrefix.of(pattern)).isEqualTo(prefix);
    if (!prefix.isEmpty()) {
      assertThat(Pattern.compile(pattern).matcher("z" + prefix).matches()).isFalse();
    }
  }

  private static String acls(
      Map<String, String> environment, String principal, KafkaCommand... commands) {
    StringWriter told = new StringWriter();
    new RightsReport(config(environment), 1, Set.of(commands))
        .printAcls(principal, new PrintWriter(told));
    return told.toString().replace(System.lineSeparator(), "\n");
  }

  private static PipelineConfig config(Map<String, String> environment) {
    return new ConfigReader(environment, "host", Long.MAX_VALUE).defaults().config();
  }
}
