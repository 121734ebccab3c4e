package io.spanmill.receiver;

import org.jspecify.annotations.Nullable;

/**
 * What becomes one record.
 *
 * @param partition where it has to go; {@link #ANYWHERE} if that does not matter
 * @param key null, or a trace's id in 32 lower-case hex digits, all of whose spans the value has
 * @param value a whole request in itself, protobuf or JSON
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Piece(int partition, byte @Nullable [] key, byte[] value) {
  public static final int ANYWHERE = -1;

  /** One that may go anywhere. */
  public Piece(byte @Nullable [] key, byte[] value) {
    this(ANYWHERE, key, value);
  }
}
