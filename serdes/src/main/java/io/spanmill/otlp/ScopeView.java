package io.spanmill.otlp;

import io.spanmill.wire.MalformedBytesException;
import io.spanmill.wire.ProtoReader;

/**
 * The instrumentation scope of an {@link Origin} where it lies. Not thread-safe; one object is
 * aimed at many scopes, one after the other, and holds until the next {@link #read}.
 */
public final class ScopeView {
  private final ProtoReader outer = new ProtoReader();
  private final ProtoReader fields = new ProtoReader();
  private final Attributes attributes = new Attributes();
  private byte[] bytes = {};
  private int nameFrom;
  private int nameTo;
  private int versionFrom;
  private int versionTo;

  /** Aims at the scope among the {@linkplain Origin#scopeFields fields of a ScopeSpans}. */
  public ScopeView read(byte[] scopeFields) throws MalformedBytesException {
    bytes = scopeFields;
    nameFrom = nameTo = 0;
    versionFrom = versionTo = 0;
    attributes.clear(scopeFields);
    outer.reset(scopeFields, 0, scopeFields.length);
    while (outer.next()) {
      if (outer.tag() == OtlpFields.SCOPE) {
        readScope();
      }
    }
    return this;
  }

  private void readScope() throws MalformedBytesException {
    fields.reset(bytes, outer.from(), outer.to());
    while (fields.next()) {
      switch (fields.tag()) {
        case OtlpFields.SCOPE_NAME -> {
          nameFrom = fields.from();
          nameTo = fields.to();
        }
        case OtlpFields.SCOPE_VERSION -> {
          versionFrom = fields.from();
          versionTo = fields.to();
        }
        case OtlpFields.SCOPE_ATTRIBUTES -> attributes.add(fields.from(), fields.to());
        default -> {
          // Nobody asks for anything else.
        }
      }
    }
  }

  /** The array that the scope lies in. Not to be written to. */
  public byte[] bytes() {
    return bytes;
  }

  public int nameFrom() {
    return nameFrom;
  }

  public int nameTo() {
    return nameTo;
  }

  public int versionFrom() {
    return versionFrom;
  }

  public int versionTo() {
    return versionTo;
  }

  public Attributes attributes() {
    return attributes;
  }
}
