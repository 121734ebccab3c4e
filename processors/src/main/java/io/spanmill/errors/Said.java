package io.spanmill.errors;

/**
 * What a span says of its failure.
 *
 * @param type of the exception, else {@code HTTP 502} and the like
 * @param message as it is, cut to {@link MessageTemplate#MOST_READ}; may be empty
 * @param stack as it is, cut to {@link StackForm#MOST_READ}; may be empty
 * @param httpStatus 0 if there is none
 * @param exceptions how many exceptions it has recorded
 * @param specific whether it says more than that it has failed, and with which status
 */
record Said(
    String type, String message, String stack, int httpStatus, int exceptions, boolean specific) {

  /** Of a span that nobody has read: one that was has a type. */
  static final Said NOTHING = new Said("", "", "", 0, 0, false);

  /** Whether both have recorded the same exception. */
  boolean isSameException(Said other) {
    return exceptions > 0
        && other.exceptions > 0
        && type.equals(other.type)
        && message.equals(other.message);
  }

  Said withoutStack() {
    return new Said(type, message, "", httpStatus, exceptions, specific);
  }
}
