package io.spanmill.model;

/**
 * What has been counted of a series over all windows.
 *
 * @param series with any window
 * @param sum never goes down from one telling to the next, unless it begins anew
 * @param startMillis since when, by the clock of who counts, in milliseconds since 1970
 */
public record Total<K, S>(K series, S sum, long startMillis) {}
