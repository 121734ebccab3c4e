package io.spanmill.model;

import org.jspecify.annotations.Nullable;

/**
 * What traces ask of a budget in one epoch.
 *
 * @param epochStartMillis in milliseconds since 1970
 * @param policy name of the policy whose budget it is
 * @param key hash of the traces' key; null for all keys together that are too many to be named
 */
public record Demand(long epochStartMillis, String policy, @Nullable Long key) {}
