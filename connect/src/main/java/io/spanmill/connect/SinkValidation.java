package io.spanmill.connect;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.Config;

/** Finds in a sink's configuration what each key alone does not show. */
final class SinkValidation {
  private static final String ISOLATION = "consumer.override.isolation.level";
  private static final String TOPICS = "topics";

  private SinkValidation() {}

  /**
   * @param basic what the keys say, each by itself
   */
  static Config of(Map<String, String> properties, Config basic) {
    Findings findings = new Findings(properties, basic);
    findings.requireBytes();
    findings.require(
        ISOLATION, "read_committed", "is not set, so that what was aborted would be pushed");
    findings.requireBoth(OtlpSinkConfig.TLS_CERTIFICATE, OtlpSinkConfig.TLS_KEY);
    requireLongerThanFirst(findings);
    requireOneSignalEach(findings);
    return findings.all();
  }

  private static void requireLongerThanFirst(Findings findings) {
    Long first = findings.number(OtlpSinkConfig.RETRY_INITIAL);
    Long most = findings.number(OtlpSinkConfig.RETRY_MAX);
    if (first != null && most != null && most < first) {
      findings.refuse(
          OtlpSinkConfig.RETRY_MAX, "is less than " + OtlpSinkConfig.RETRY_INITIAL + ": " + first);
    }
  }

  /** Nothing in a record says what it is. */
  private static void requireOneSignalEach(Findings findings) {
    String topics = findings.property(TOPICS);
    for (String topic : topics == null ? List.<String>of() : Arrays.asList(topics.split(",", -1))) {
      List<String> named = new ArrayList<>();
      OtlpSinkConfig.topics()
          .keySet()
          .forEach(
              key -> {
                if (findings.list(key).contains(topic.strip())) {
                  named.add(key);
                }
              });
      if (named.size() != 1) {
        findings.refuse(
            OtlpSinkConfig.TRACES_TOPICS,
            String.format(
                "and %s and %s: %s of %s has to be in one of them, but is in %d",
                OtlpSinkConfig.METRICS_TOPICS,
                OtlpSinkConfig.LOGS_TOPICS,
                topic.strip(),
                TOPICS,
                named.size()));
      }
    }
  }
}
