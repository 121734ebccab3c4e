package io.spanmill.connect;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigValue;
import org.jspecify.annotations.Nullable;

/** What was found in a connector's configuration, of each key by itself and of all together. */
final class Findings {
  private static final String BYTES = "org.apache.kafka.connect.converters.ByteArrayConverter";
  private static final List<String> CONVERTERS = List.of("key.converter", "value.converter");

  private final Map<String, String> properties;
  private final List<ConfigValue> values;

  /**
   * @param basic what the keys say, each by itself
   */
  Findings(Map<String, String> properties, Config basic) {
    this.properties = properties;
    this.values = new ArrayList<>(basic.configValues());
  }

  Config all() {
    return new Config(values);
  }

  /** Any other would turn bytes into something that nobody expects, or fail on them. */
  void requireBytes() {
    CONVERTERS.forEach(
        key -> require(key, BYTES, "is not set, so that the worker's would be used"));
  }

  /**
   * Of a key that is not ours.
   *
   * @param absence what to say where it is not set
   */
  void require(String key, String wanted, String absence) {
    String found = properties.get(key);
    if (!wanted.equals(found)) {
      // A value of null, since Connect takes values of some of these keys for classes.
      ConfigValue value = new ConfigValue(key);
      value.addErrorMessage(
          key
              + " has to be "
              + wanted
              + " in the connector's configuration, but "
              + (found == null ? absence : "is " + found));
      values.add(value);
    }
  }

  /** A certificate and a key are of no use without each other. */
  void requireBoth(String certificate, String key) {
    for (List<String> pair : List.of(List.of(certificate, key), List.of(key, certificate))) {
      if (isSet(pair.get(0)) && !isSet(pair.get(1))) {
        refuse(pair.get(1), "is missing: TLS needs the certificate and its key");
      }
    }
  }

  boolean isSet(String key) {
    return value(key).value() != null;
  }

  @Nullable Long number(String key) {
    return value(key).value() instanceof Number number ? (Long) number.longValue() : null;
  }

  /** As it was written; null where it is not set. */
  @Nullable String property(String key) {
    return properties.get(key);
  }

  /** The items of a list; none where it cannot be read. */
  List<String> list(String key) {
    List<String> items = new ArrayList<>();
    if (value(key).value() instanceof List<?> list) {
      list.forEach(item -> items.add(String.valueOf(item)));
    }
    return items;
  }

  void refuse(String key, String reason) {
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
