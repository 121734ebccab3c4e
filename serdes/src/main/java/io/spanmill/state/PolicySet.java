package io.spanmill.state;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spanmill.wire.ByteReader;
import io.spanmill.wire.ProtoWriter;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Sampling policies that were applied to a running pipeline: the payload of a {@link
 * ControlRecord}.
 *
 * <pre>
 * version 1   1 byte   1
 * applied at  8 bytes  milliseconds since 1970, big-endian
 * version id  text: length (varint), UTF-8
 * policies    to the end: UTF-8
 * </pre>
 *
 * @param version names this set: {@link #versionOf} its text when it was applied
 * @param appliedMillis when, by the clock of whoever applied it; for people to read
 * @param text the section {@code sampling} of a configuration, as YAML
 */
public record PolicySet(String version, long appliedMillis, String text) {
  private static final byte VERSION = 1;
  private static final int VERSION_BYTES = 6;

  /** Twelve hex digits: the first 48 bits of SHA-256 over the text. */
  public static String versionOf(String text) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      return HexFormat.of().formatHex(digest, 0, VERSION_BYTES);
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError(impossible); // every JDK has it
    }
  }

  public ControlRecord toRecord() {
    return new ControlRecord(ControlRecord.Kind.POLICY_SET, ControlRecord.POLICIES, toBytes());
  }

  public byte[] toBytes() {
    byte[] utf8 = text.getBytes(UTF_8);
    ProtoWriter out = new ProtoWriter(utf8.length + 32).writeByte(VERSION);
    out.writeFixed64(Long.reverseBytes(appliedMillis)).writeSized(version);
    return out.writeRaw(utf8, 0, utf8.length).toByteArray();
  }

  /**
   * @throws IllegalArgumentException if these are not the bytes of a policy set, or of a later
   *     version
   */
  public static PolicySet of(byte[] bytes) {
    try {
      ByteReader in = new ByteReader(bytes);
      in.expectVersion(VERSION);
      long appliedMillis = Long.reverseBytes(in.readFixed64());
      String version = in.readString();
      String text = new String(bytes, in.position(), bytes.length - in.position(), UTF_8);
      return new PolicySet(version, appliedMillis, text);
    } catch (IllegalArgumentException broken) {
      throw new IllegalArgumentException("not a policy set: " + broken.getMessage(), broken);
    }
  }
}
