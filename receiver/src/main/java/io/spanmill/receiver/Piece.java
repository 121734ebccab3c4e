package io.spanmill.receiver;

import org.jspecify.annotations.Nullable;

/**
 * What becomes one record.
 *
 * @param key null, or a trace's id in 32 lower-case hex digits, all of whose spans the value has
 * @param value a whole request in itself, protobuf or JSON
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Piece(byte @Nullable [] key, byte[] value) {}
