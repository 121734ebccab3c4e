package io.spanmill.model;

/**
 * What one contributor has of the time of an entry.
 *
 * @param share 0 to 1, a multiple of 2^−32; those of all contributors of an entry are exactly 1
 */
public record PathShare(PathContributor contributor, double share, SelfTimes times) {}
