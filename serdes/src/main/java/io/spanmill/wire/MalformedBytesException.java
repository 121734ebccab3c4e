package io.spanmill.wire;

/**
 * Bytes that are not what they should be: where, and why. Input of others is malformed as a matter
 * of course, so this carries no stack trace.
 */
public final class MalformedBytesException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int position;

  /**
   * @param reason what is wrong, in lower case and without the position
   * @param position index of the offending byte
   */
  public MalformedBytesException(String reason, int position) {
    super(reason + " at byte " + position, null, false, false);
    this.position = position;
  }

  public int position() {
    return position;
  }
}
