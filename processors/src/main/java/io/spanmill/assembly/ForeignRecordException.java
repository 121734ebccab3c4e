package io.spanmill.assembly;

/** Somebody else has written into a topic of ours: this cannot be a record that SPLIT made. */
final class ForeignRecordException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ForeignRecordException(Exception cause) {
    super(cause.getMessage(), cause, false, false);
  }
}
