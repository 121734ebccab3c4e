package io.spanmill.connect;

import java.util.Map;
import org.apache.kafka.common.config.Config;

/** Finds in a source's configuration what each key alone does not show. */
final class SourceValidation {
  private static final String PRODUCER_MAX = "producer.override.max.request.size";

  /** What Kafka adds to a record with a key. */
  private static final int RECORD_OVERHEAD = 200;

  private final Findings findings;

  private SourceValidation(Findings findings) {
    this.findings = findings;
  }

  /**
   * @param basic what the keys say, each by itself
   */
  static Config of(Map<String, String> properties, Config basic) {
    Findings findings = new Findings(properties, basic);
    SourceValidation validation = new SourceValidation(findings);
    findings.requireBytes();
    findings.requireBoth(OtlpSourceConfig.TLS_CERTIFICATE, OtlpSourceConfig.TLS_KEY);
    validation.requireOneDivision();
    validation.requireIdentity();
    validation.requireRoomForOneRequest();
    validation.requireRecordsThatTheProducerTakes();
    return findings.all();
  }

  private void requireOneDivision() {
    Long partitions = findings.number(OtlpSourceConfig.TRACES_PARTITIONS);
    String byTrace = findings.property(OtlpSourceConfig.PARTITION_TRACES_BY_ID);
    if (partitions != null && partitions > 0 && Boolean.parseBoolean(byTrace)) {
      findings.refuse(
          OtlpSourceConfig.TRACES_PARTITIONS,
          "cannot be set together with " + OtlpSourceConfig.PARTITION_TRACES_BY_ID);
    }
  }

  private void requireIdentity() {
    if (findings.isSet(OtlpSourceConfig.TLS_CLIENT_AUTHORITIES)
        && !findings.isSet(OtlpSourceConfig.TLS_CERTIFICATE)
        && !findings.isSet(OtlpSourceConfig.TLS_KEY)) {
      findings.refuse(
          OtlpSourceConfig.TLS_CLIENT_AUTHORITIES,
          "needs " + OtlpSourceConfig.TLS_CERTIFICATE + " and " + OtlpSourceConfig.TLS_KEY);
    }
  }

  /** A request that never fits would be sent again and again. */
  private void requireRoomForOneRequest() {
    Long waiting = findings.number(OtlpSourceConfig.MAX_WAITING);
    Long packed = findings.number(OtlpSourceConfig.MAX_REQUEST);
    Long unpacked = findings.number(OtlpSourceConfig.MAX_UNPACKED);
    if (waiting != null && packed != null && unpacked != null && waiting < packed + unpacked) {
      findings.refuse(
          OtlpSourceConfig.MAX_WAITING,
          String.format(
              "is %d, but has to be at least %s and %s together, which is %d",
              waiting,
              OtlpSourceConfig.MAX_REQUEST,
              OtlpSourceConfig.MAX_UNPACKED,
              packed + unpacked));
    }
  }

  /** A record that the producer refuses fails the task. */
  private void requireRecordsThatTheProducerTakes() {
    Long record = findings.number(OtlpSourceConfig.MAX_RECORD);
    long producer = 1 << 20;
    try {
      String set = findings.property(PRODUCER_MAX);
      producer = set == null ? producer : Long.parseLong(set.strip());
    } catch (NumberFormatException e) {
      return; // Connect says so itself
    }
    if (record != null && record + RECORD_OVERHEAD > producer) {
      findings.refuse(
          OtlpSourceConfig.MAX_RECORD,
          String.format(
              "is %d, but has to be at least %d below %s, which is %d",
              record, RECORD_OVERHEAD, PRODUCER_MAX, producer));
    }
  }
}
