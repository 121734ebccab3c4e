package io.spanmill.trace;

import io.spanmill.model.ConnectionType;

/** Whom a span says that it called, where the callee itself is not traced. */
public record Peer(String name, ConnectionType type) {}
