package io.spanmill.chaos;

import org.jspecify.annotations.Nullable;

/**
 * One record for the input topic.
 *
 * @param dueMillis when it is to be sent, since the campaign's beginning
 * @param arrivalMillis the time it carries, since 1970; mostly the planned one, sometimes nonsense
 * @param draw says which partition, modulo how many there are when it is sent; not negative
 * @param key as the kind of input asks for
 * @param value null is among what is sent
 */
@SuppressWarnings("ArrayRecordComponent") // handed on to Kafka, never compared
record PlannedRequest(
    long dueMillis, long arrivalMillis, int draw, byte @Nullable [] key, byte @Nullable [] value) {}
