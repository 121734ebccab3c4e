package io.spanmill.errors;

/**
 * A call on a stack, without what differs between deployments.
 *
 * @param text the function, and what else names it
 * @param application whether it is the application's, not of a framework or of the language
 */
record Frame(String text, boolean application) {}
