package io.spanmill.connect;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigValue;
import org.jspecify.annotations.Nullable;

/** Finds in a connector's configuration what each key alone does not show. */
final class Validation {
  private static final String BYTES = "org.apache.kafka.connect.converters.ByteArrayConverter";
  private static final List<String> CONVERTERS = List.of("key.converter", "value.converter");
  private static final String PRODUCER_MAX = "producer.override.max.request.size";

  /** What Kafka adds to a record with a key. */
  private static final int RECORD_OVERHEAD = 200;

  private final Map<String, String> properties;
  private final List<ConfigValue> values;

  private Validation(Map<String, String> properties, Config basic) {
    this.properties = properties;
    this.values = new ArrayList<>(basic.configValues());
  }

  /**
   * @param basic what the keys say, each by itself
   */
  static Config of(Map<String, String> properties, Config basic) {
    Validation validation = new Validation(properties, basic);
    CONVERTERS.forEach(validation::requireBytes);
    validation.requireBothTlsFiles();
    validation.requireRoomForOneRequest();
    validation.requireRecordsThatTheProducerTakes();
    return new Config(validation.values);
  }

  /** Any other would turn bytes into something that nobody downstream expects, or fail on them. */
  private void requireBytes(String key) {
    String converter = properties.get(key);
    if (!BYTES.equals(converter)) {
      // A value of null, since Connect takes values of this key for classes.
      ConfigValue value = new ConfigValue(key);
      value.addErrorMessage(
          key
              + " has to be "
              + BYTES
              + " in the connector's configuration, but "
              + (converter == null
                  ? "is not set, so that the worker's would be used"
                  : "is " + converter));
      values.add(value);
    }
  }

  private void requireBothTlsFiles() {
    boolean certificate = isSet(OtlpSourceConfig.TLS_CERTIFICATE);
    boolean key = isSet(OtlpSourceConfig.TLS_KEY);
    if (certificate && !key) {
      refuse(OtlpSourceConfig.TLS_KEY, "is missing: TLS needs the certificate and its key");
    }
    if (key && !certificate) {
      refuse(OtlpSourceConfig.TLS_CERTIFICATE, "is missing: TLS needs the certificate and its key");
    }
    if (isSet(OtlpSourceConfig.TLS_CLIENT_AUTHORITIES) && !certificate && !key) {
      refuse(
          OtlpSourceConfig.TLS_CLIENT_AUTHORITIES,
          "needs " + OtlpSourceConfig.TLS_CERTIFICATE + " and " + OtlpSourceConfig.TLS_KEY);
    }
  }

  /** A request that never fits would be sent again and again. */
  private void requireRoomForOneRequest() {
    Long waiting = number(OtlpSourceConfig.MAX_WAITING);
    Long packed = number(OtlpSourceConfig.MAX_REQUEST);
    Long unpacked = number(OtlpSourceConfig.MAX_UNPACKED);
    if (waiting != null && packed != null && unpacked != null && waiting < packed + unpacked) {
      refuse(
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
    Long record = number(OtlpSourceConfig.MAX_RECORD);
    long producer = 1 << 20;
    try {
      producer = Long.parseLong(properties.getOrDefault(PRODUCER_MAX, "" + producer).strip());
    } catch (NumberFormatException e) {
      return; // Connect says so itself
    }
    if (record != null && record + RECORD_OVERHEAD > producer) {
      refuse(
          OtlpSourceConfig.MAX_RECORD,
          String.format(
              "is %d, but has to be at least %d below %s, which is %d",
              record, RECORD_OVERHEAD, PRODUCER_MAX, producer));
    }
  }

  private boolean isSet(String key) {
    return value(key).value() != null;
  }

  private @Nullable Long number(String key) {
    return value(key).value() instanceof Number number ? (Long) number.longValue() : null;
  }

  private void refuse(String key, String reason) {
    value(key).addErrorMessage(key + " " + reason);
  }

  private ConfigValue value(String key) {
    for (ConfigValue value : values) {
      if (value.name().equals(key)) {
        return value;
      }
    }
    throw new IllegalArgumentException(key);
  }
}
