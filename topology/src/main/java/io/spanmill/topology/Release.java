package io.spanmill.topology;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/** What this build is, as the jar tells. */
final class Release {
  private static final String WRITTEN_BY_MAVEN =
      "/META-INF/maven/io.spanmill/spanmill-topology/pom.properties";

  private Release() {}

  /** Its version; {@code unpacked} where it does not come out of a jar. */
  static String version() {
    try (InputStream in = Release.class.getResourceAsStream(WRITTEN_BY_MAVEN)) {
      Properties properties = new Properties();
      if (in != null) {
        properties.load(in);
      }
      return properties.getProperty("version", "unpacked");
    } catch (IOException unreadable) {
      return "unpacked";
    }
  }
}
