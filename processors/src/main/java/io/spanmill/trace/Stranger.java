package io.spanmill.trace;

import io.spanmill.otlp.Origin;
import org.jspecify.annotations.Nullable;

/** Of a span whose {@link Shape} nobody remembers. */
public record Stranger(Origin origin, @Nullable Peer peer) implements Traits {}
