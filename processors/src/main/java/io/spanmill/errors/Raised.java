package io.spanmill.errors;

import java.util.List;

/**
 * One exception of a chain of causes.
 *
 * @param type empty where the stack does not say it
 * @param frames innermost first
 */
record Raised(String type, List<Frame> frames) {}
