package io.spanmill.deploy;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Properties;

/** The settings of Kafka Connect's workers and connectors. */
final class ConnectSettings {
  static final String BYTES = "org.apache.kafka.connect.converters.ByteArrayConverter";

  private ConnectSettings() {}

  /** A file of deploy/connect. */
  static Properties read(String file) {
    return read(Sources.DEPLOY.resolve("connect").resolve(file));
  }

  static Properties read(Path file) {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(Sources.text(file)));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return properties;
  }

  /** Where the source listens. */
  static int port() {
    String listen = read("otlp-source.properties").getProperty("listen");
    return Integer.parseInt(listen.replaceFirst(".*:", ""));
  }
}
