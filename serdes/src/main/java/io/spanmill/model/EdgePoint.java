package io.spanmill.model;

/** An edge in a window, with what is known of it so far: each replaces the one before it. */
public record EdgePoint(Edge edge, long windowMillis, EdgeSum sum) {}
