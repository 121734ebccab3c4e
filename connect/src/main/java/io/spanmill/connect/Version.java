package io.spanmill.connect;

/** What Connect shows as the plugin's version. */
final class Version {
  private Version() {}

  /** As the jar's manifest says; without a jar, that nobody knows. */
  static String of(Class<?> type) {
    String version = type.getPackage().getImplementationVersion();
    return version == null ? "unknown" : version;
  }
}
