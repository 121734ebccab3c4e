package io.spanmill.model;

/** One contributor of an entry: what the world is told of by itself. */
public record PathPart(PathEntry entry, PathContributor contributor) {}
