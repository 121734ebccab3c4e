package io.spanmill.trace;

import io.spanmill.model.SpanKind;
import io.spanmill.otlp.AttributeKeys;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Names of the attributes that a {@link Shape} holds: those that somebody asks for, and of spans
 * that call somebody those that may say whom.
 */
final class AskedAttributes {
  private final Set<String> names;
  private final AttributeKeys keys;
  private final AttributeKeys keysOfCalls;

  AskedAttributes(Collection<String> names) {
    this.names = new TreeSet<>(names);
    this.keys = new AttributeKeys(List.copyOf(this.names));
    Set<String> all = new TreeSet<>(names);
    all.addAll(PeerNames.NAMES);
    this.keysOfCalls = new AttributeKeys(List.copyOf(all));
  }

  AttributeKeys keys(SpanKind kind) {
    return kind.isCalling() ? keysOfCalls : keys;
  }

  boolean holdAll(Collection<String> wanted) {
    return names.containsAll(wanted);
  }
}
