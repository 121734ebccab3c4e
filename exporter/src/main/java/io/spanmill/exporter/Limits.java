package io.spanmill.exporter;

import java.time.Duration;

/**
 * How much at once, and how patiently.
 *
 * @param batchBytes of a request before it is packed; a payload that is larger goes alone
 * @param batchPayloads in a request
 * @param firstRetry after the first failure
 * @param longestRetry between two attempts, unless the back-end asks for more
 */
public record Limits(
    int batchBytes, int batchPayloads, Duration firstRetry, Duration longestRetry) {}
