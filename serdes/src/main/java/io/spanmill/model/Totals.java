package io.spanmill.model;

import java.util.List;

/**
 * Totals of one moment.
 *
 * @param millis when, by the clock of who counts, in milliseconds since 1970
 * @param delta whether each counts from the moment before it; else from its series' start
 */
public record Totals<K, S>(long millis, boolean delta, List<Total<K, S>> all) {}
