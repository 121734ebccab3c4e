package io.spanmill.split;

/**
 * The key of a record for the spans topic.
 *
 * @param partition where it has to go; not part of the stored key
 * @param stamp the stored key: a {@link io.spanmill.state.Stamp}'s bytes
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record BundleKey(int partition, byte[] stamp) {}
