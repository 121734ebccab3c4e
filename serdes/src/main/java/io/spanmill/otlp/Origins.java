package io.spanmill.otlp;

import io.spanmill.wire.MalformedBytesException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Gives equal resources and scopes the same {@link Origin}. Not thread-safe. */
public final class Origins {
  /** Beyond this the table starts anew; origins in use stay alive in the traces that use them. */
  private static final int LIMIT_BYTES = 4 << 20;

  private final Map<Key, Origin> known = new HashMap<>();
  private long knownBytes;

  public Origin of(RequestIndex index, int scope) throws MalformedBytesException {
    Key key = new Key(index.resourceFields(index.resourceOf(scope)), index.scopeFields(scope));
    Origin origin = known.get(key);
    if (origin == null) {
      origin = new Origin(key.resourceFields, key.scopeFields);
      knownBytes += origin.footprint();
      if (knownBytes > LIMIT_BYTES) {
        known.clear();
        knownBytes = origin.footprint();
      }
      known.put(key, origin);
    }
    return origin;
  }

  private static final class Key {
    private final byte[] resourceFields;
    private final byte[] scopeFields;
    private final int hash;

    Key(byte[] resourceFields, byte[] scopeFields) {
      this.resourceFields = resourceFields;
      this.scopeFields = scopeFields;
      this.hash = 31 * Arrays.hashCode(resourceFields) + Arrays.hashCode(scopeFields);
    }

    @Override
    public int hashCode() {
      return hash;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Key that
          && hash == that.hash
          && Arrays.equals(resourceFields, that.resourceFields)
          && Arrays.equals(scopeFields, that.scopeFields);
    }
  }
}
