package io.spanmill.model;

import org.jspecify.annotations.Nullable;

/**
 * Input that was refused, with where it came from.
 *
 * @param reason why, for people to read; begins with a word that can be counted by
 * @param key the refused record's key, as it came
 * @param value the refused bytes; null where the record had none
 * @param arrivalMillis when it reached Kafka, in milliseconds since 1970
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record DeadLetter(
    String reason,
    byte @Nullable [] key,
    byte @Nullable [] value,
    String topic,
    int partition,
    long offset,
    long arrivalMillis) {}
