package io.spanmill.model;

/** A series in a window, with what is known of it so far: each replaces the one before it. */
public record RedPoint(RedSeries series, long windowMillis, RedSum sum) {}
