package io.spanmill.trace;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spanmill.model.ConnectionType;

/** Whom a span says that it called, where the callee itself is not traced. */
public final class Peer {
  private final String name;
  private final ConnectionType type;
  private final byte[] nameUtf8;

  public Peer(String name, ConnectionType type) {
    this.name = name;
    this.type = type;
    this.nameUtf8 = name.getBytes(UTF_8);
  }

  public String name() {
    return name;
  }

  /** {@link #name} in UTF-8. Not to be written to. */
  public byte[] nameUtf8() {
    return nameUtf8;
  }

  public ConnectionType type() {
    return type;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Peer that && type == that.type && name.equals(that.name);
  }

  @Override
  public int hashCode() {
    return 31 * name.hashCode() + type.hashCode();
  }

  @Override
  public String toString() {
    return type + " " + name;
  }
}
