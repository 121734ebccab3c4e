package io.spanmill.embedded.registry;

/** What is answered instead, with the codes of Confluent's registry. */
final class RegistryError extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final int code;

  private RegistryError(int status, int code, String message) {
    super(message);
    this.status = status;
    this.code = code;
  }

  static RegistryError noSubject(String subject) {
    return new RegistryError(404, 40401, "Subject '" + subject + "' not found.");
  }

  static RegistryError noVersion(Object version) {
    return new RegistryError(404, 40402, "Version " + version + " not found.");
  }

  static RegistryError noSchema() {
    return new RegistryError(404, 40403, "Schema not found");
  }

  static RegistryError noLevel(String subject) {
    return new RegistryError(
        404,
        40408,
        "Subject '" + subject + "' does not have subject-level compatibility configured");
  }

  static RegistryError noSchemaText(String problem) {
    return new RegistryError(422, 42201, "Invalid schema: " + problem);
  }

  static RegistryError wrongVersion(String version) {
    return new RegistryError(
        422,
        42202,
        "The specified version '"
            + version
            + "' is not a valid version id. Allowed values are between [1, 2^31-1] and the string"
            + " \"latest\"");
  }

  static RegistryError wrongLevel(String level) {
    return new RegistryError(422, 42203, "Invalid compatibility level: " + level);
  }

  static RegistryError incompatible(String problem) {
    return new RegistryError(
        409, 409, "Schema being registered is incompatible with an earlier schema: " + problem);
  }

  static RegistryError unreadable() {
    return new RegistryError(400, 400, "The request is not a JSON object");
  }

  static RegistryError nothingThere() {
    return new RegistryError(404, 404, "HTTP 404 Not Found");
  }

  int status() {
    return status;
  }

  int code() {
    return code;
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
