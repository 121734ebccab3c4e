package io.spanmill.otlp;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spanmill.wire.MalformedBytesException;
import io.spanmill.wire.ProtoReader;
import java.util.Arrays;

/**
 * Where a span comes from: its resource and its scope, as the bytes that have to travel with it,
 * and the name of its service. Many spans share one.
 */
public final class Origin {
  /** A service whose resource gives it no name, as the Collector calls it. */
  public static final String UNKNOWN_SERVICE = "unknown_service";

  private static final int COMMON_BYTES = 1024;

  private static final AttributeKey SERVICE_NAME = new AttributeKey("service.name");

  private final byte[] resourceFields;
  private final byte[] scopeFields;
  private final Attributes resource = new Attributes();
  private final String service;
  private final byte[] serviceUtf8;

  Origin(byte[] resourceFields, byte[] scopeFields) throws MalformedBytesException {
    this.resourceFields = resourceFields;
    this.scopeFields = scopeFields;
    readResource();
    AttributeValue name = new AttributeValue();
    boolean named =
        resource.find(SERVICE_NAME, name)
            && name.type() == AttributeValue.Type.STRING
            && !name.isEmptyString();
    this.service = named ? name.label().intern() : UNKNOWN_SERVICE;
    this.serviceUtf8 = service.getBytes(UTF_8);
  }

  /** Where spans come from whose request says nothing about it: no resource, no scope. */
  public static Origin unknown() {
    try {
      return new Origin(new byte[0], new byte[0]);
    } catch (MalformedBytesException e) {
      throw new IllegalStateException("Nothing cannot be malformed", e);
    }
  }

  private void readResource() throws MalformedBytesException {
    resource.clear(resourceFields);
    ProtoReader outer = new ProtoReader().reset(resourceFields, 0, resourceFields.length);
    ProtoReader inner = new ProtoReader();
    while (outer.next()) {
      if (outer.tag() == OtlpFields.RESOURCE) {
        inner.reset(resourceFields, outer.from(), outer.to());
        while (inner.next()) {
          if (inner.tag() == OtlpFields.RESOURCE_ATTRIBUTES) {
            resource.add(inner.from(), inner.to());
          }
        }
      }
    }
  }

  /** All fields of the {@code ResourceSpans} but its scopes. Not to be written to. */
  public byte[] resourceFields() {
    return resourceFields;
  }

  /** All fields of the {@code ScopeSpans} but its spans. Not to be written to. */
  public byte[] scopeFields() {
    return scopeFields;
  }

  /** The service's name; equal names are the same object. */
  public String service() {
    return service;
  }

  /** {@link #service} in UTF-8. Not to be written to. */
  public byte[] serviceUtf8() {
    return serviceUtf8;
  }

  public Attributes resource() {
    return resource;
  }

  /** Bytes that this takes in memory, about. */
  int footprint() {
    return resourceFields.length + scopeFields.length + 500;
  }

  /**
   * What of {@link #footprint} is uncommon, and counts in each trace that has this: of many small
   * ones it is enough that their number is bounded.
   */
  public int excess() {
    return Math.max(0, footprint() - COMMON_BYTES);
  }

  /** Of the bytes, so that equal origins have the same. */
  public int bytesHash() {
    return 31 * Arrays.hashCode(resourceFields) + Arrays.hashCode(scopeFields);
  }
}
