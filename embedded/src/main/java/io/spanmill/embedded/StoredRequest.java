package io.spanmill.embedded;

/**
 * A request as it was stored, and when it arrived.
 *
 * @param value an OTLP trace request, protobuf or JSON; possibly neither, if the file holds that
 * @param arrivalMillis Unix time in milliseconds
 */
@SuppressWarnings("ArrayRecordComponent") // handed on to Kafka, never compared
public record StoredRequest(byte[] value, long arrivalMillis) {}
