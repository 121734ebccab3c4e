package io.spanmill.model;

import java.util.List;

/**
 * An entry in a window, with what is known so far of where its time went: each replaces the one
 * before it.
 *
 * @param traces how many had a critical path
 * @param nanos what their roots took together; saturates at 2^63−1
 * @param shares that of every contributor, the largest first; never empty
 */
public record PathPoint(
    PathEntry entry, long windowMillis, long traces, long nanos, List<PathShare> shares) {}
