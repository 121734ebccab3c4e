package io.spanmill.state;

import io.spanmill.wire.ByteReader;
import io.spanmill.wire.ProtoWriter;
import java.util.Arrays;

/**
 * Something that is in force from an offset of the spans topic on. It stands there, in every
 * partition, as the value of a record whose key is a {@link Stamp} of kind {@link
 * Stamp.Kind#CONTROL}; the control topic keeps the last of each name.
 *
 * <pre>
 * version 1  1 byte  1
 * kind       1 byte  ordinal of {@link Kind}
 * name       text: length (varint), UTF-8
 * payload    to the end, as the kind has it
 * </pre>
 *
 * @param name what it is; a later one of the same name takes its place. A policy set is always
 *     {@link #POLICIES}
 * @param payload of {@link Kind#POLICY_SET} a {@link PolicySet}'s bytes
 * @throws IllegalArgumentException if the name is empty, or is not one of this kind
 */
@SuppressWarnings("ArrayRecordComponent") // compared by bytes where that is needed
public record ControlRecord(Kind kind, String name, byte[] payload) {
  /** What every policy set is named: there is one in force. */
  public static final String POLICIES = "policies";

  /** What it is that is in force. The order is part of the format. */
  public enum Kind {
    /** The sampling policies. */
    POLICY_SET,
    /** Thresholds that keep a policy within its budget. */
    BUDGET_TABLE
  }

  private static final byte VERSION = 1;
  private static final Kind[] KINDS = Kind.values();

  public ControlRecord {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("control record without a name");
    }
    if ((kind == Kind.POLICY_SET) != name.equals(POLICIES)) {
      throw new IllegalArgumentException("control record of kind " + kind + " named " + name);
    }
  }

  /** The key that a control record has in the spans topic. */
  public static byte[] key() {
    return new Stamp(Stamp.Kind.CONTROL, "", 0, 0, Stamp.NONE, Stamp.NONE).toBytes();
  }

  public byte[] toBytes() {
    ProtoWriter out = new ProtoWriter(payload.length + 64);
    out.writeByte(VERSION).writeByte(kind.ordinal()).writeSized(name);
    return out.writeRaw(payload, 0, payload.length).toByteArray();
  }

  /**
   * @throws IllegalArgumentException if these are not the bytes of a control record, or of a later
   *     version
   */
  public static ControlRecord of(byte[] bytes) {
    try {
      return read(new ByteReader(bytes));
    } catch (IllegalArgumentException broken) {
      throw new IllegalArgumentException("not a control record: " + broken.getMessage(), broken);
    }
  }

  private static ControlRecord read(ByteReader in) {
    in.expectVersion(VERSION);
    Kind kind = in.readOneOf(KINDS);
    String name = in.readString();
    byte[] payload = Arrays.copyOfRange(in.array(), in.position(), in.array().length);
    return new ControlRecord(kind, name, payload);
  }
}
