package io.spanmill.otlp;

import io.spanmill.wire.Ints;
import io.spanmill.wire.MalformedBytesException;
import io.spanmill.wire.ProtoReader;

/**
 * Where the spans, scopes and resources of one request lie in its bytes: what {@link OtlpFields}'
 * picture shows, as lists of offsets. Not thread-safe; made to be filled again.
 *
 * <p>Of a {@code ResourceSpans} all but its scopes is "the resource", and of a {@code ScopeSpans}
 * all but its spans is "the scope", schema URLs and unknown fields included: that is what has to
 * travel with a span so that nothing is lost.
 */
public final class RequestIndex {
  private static final byte[] NONE = {};

  private final ProtoReader requestFields = new ProtoReader();
  private final ProtoReader resourceFields = new ProtoReader();
  private final ProtoReader scopeFields = new ProtoReader();

  private byte[] bytes = NONE;

  /** Ranges of bytes: from, to, from, to … */
  private final Ints ranges = new Ints();

  private final Ints resourceRangesFrom = new Ints();
  private final Ints resourceRangesTo = new Ints();
  private final Ints scopeRangesFrom = new Ints();
  private final Ints scopeRangesTo = new Ints();
  private final Ints resourceOfScope = new Ints();

  private final Ints scopeOfSpan = new Ints();
  private final Ints spanFrom = new Ints();
  private final Ints spanTo = new Ints();

  private final Ints scopeStarts = new Ints();

  /** Walks a whole request; throws if any part down to the spans' borders is malformed. */
  public RequestIndex read(byte[] request) throws MalformedBytesException {
    clear(request);
    requestFields.reset(request, 0, request.length);
    while (requestFields.next()) {
      if (requestFields.tag() == OtlpFields.RESOURCE_SPANS) {
        readResource(requestFields.from(), requestFields.to());
      }
    }
    return this;
  }

  private void clear(byte[] request) {
    bytes = request;
    ranges.clear();
    resourceRangesFrom.clear();
    resourceRangesTo.clear();
    scopeRangesFrom.clear();
    scopeRangesTo.clear();
    resourceOfScope.clear();
    scopeOfSpan.clear();
    spanFrom.clear();
    spanTo.clear();
  }

  private void readResource(int from, int to) throws MalformedBytesException {
    int resource = resourceRangesFrom.size();
    int firstRange = ranges.size();
    resourceRangesFrom.add(firstRange);
    scopeStarts.clear();
    resourceFields.reset(bytes, from, to);
    while (resourceFields.next()) {
      if (resourceFields.tag() == OtlpFields.SCOPE_SPANS) {
        scopeStarts.add(resourceFields.from());
        scopeStarts.add(resourceFields.to());
      } else {
        addRange(firstRange, resourceFields);
      }
    }
    resourceRangesTo.add(ranges.size());
    for (int i = 0; i < scopeStarts.size(); i += 2) {
      readScope(resource, scopeStarts.at(i), scopeStarts.at(i + 1));
    }
  }

  private void readScope(int resource, int from, int to) throws MalformedBytesException {
    int scope = resourceOfScope.size();
    resourceOfScope.add(resource);
    int firstRange = ranges.size();
    scopeRangesFrom.add(firstRange);
    scopeFields.reset(bytes, from, to);
    while (scopeFields.next()) {
      if (scopeFields.tag() == OtlpFields.SPANS) {
        scopeOfSpan.add(scope);
        spanFrom.add(scopeFields.from());
        spanTo.add(scopeFields.to());
      } else {
        addRange(firstRange, scopeFields);
      }
    }
    scopeRangesTo.add(ranges.size());
  }

  /** Neighbours are joined, so that a resource or scope is nearly always one range or two. */
  private void addRange(int firstRange, ProtoReader field) {
    int last = ranges.size() - 1;
    if (last > firstRange && ranges.at(last) == field.fieldStart()) {
      ranges.set(last, field.fieldEnd());
    } else {
      ranges.add(field.fieldStart());
      ranges.add(field.fieldEnd());
    }
  }

  public byte[] bytes() {
    return bytes;
  }

  public int resources() {
    return resourceRangesFrom.size();
  }

  public int scopes() {
    return resourceOfScope.size();
  }

  public int spans() {
    return scopeOfSpan.size();
  }

  public int resourceOf(int scope) {
    return resourceOfScope.at(scope);
  }

  public int scopeOf(int span) {
    return scopeOfSpan.at(span);
  }

  public int spanFrom(int span) {
    return spanFrom.at(span);
  }

  public int spanTo(int span) {
    return spanTo.at(span);
  }

  /** The resource's fields (all of a {@code ResourceSpans} but its scopes), copied together. */
  public byte[] resourceFields(int resource) {
    return copy(resourceRangesFrom.at(resource), resourceRangesTo.at(resource));
  }

  /** The scope's fields (all of a {@code ScopeSpans} but its spans), copied together. */
  public byte[] scopeFields(int scope) {
    return copy(scopeRangesFrom.at(scope), scopeRangesTo.at(scope));
  }

  /** Bytes that travel with each span of this scope beside its own. */
  public int originBytes(int scope) {
    int resource = resourceOf(scope);
    return length(resourceRangesFrom.at(resource), resourceRangesTo.at(resource))
        + length(scopeRangesFrom.at(scope), scopeRangesTo.at(scope));
  }

  private int length(int firstRange, int lastRange) {
    int length = 0;
    for (int i = firstRange; i < lastRange; i += 2) {
      length += ranges.at(i + 1) - ranges.at(i);
    }
    return length;
  }

  private byte[] copy(int firstRange, int lastRange) {
    byte[] copy = new byte[length(firstRange, lastRange)];
    int size = 0;
    for (int i = firstRange; i < lastRange; i += 2) {
      int count = ranges.at(i + 1) - ranges.at(i);
      System.arraycopy(bytes, ranges.at(i), copy, size, count);
      size += count;
    }
    return copy;
  }
}
