package io.spanmill.embedded;

import java.nio.file.Path;

/** What was named as input cannot be one. The message is one line that begins with the name. */
public final class InputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  InputException(Path path, String reason) {
    super(path + ": " + reason);
  }
}
