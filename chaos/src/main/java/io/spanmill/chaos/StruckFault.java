package io.spanmill.chaos;

/**
 * A fault that has struck.
 *
 * @param atMillis since the campaign's beginning
 */
record StruckFault(FaultKind kind, long atMillis) {}
